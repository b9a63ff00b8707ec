import { useQueryClient, type QueryKey } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import type { Topic } from "../src/features/school/contract.ts";
import { api } from "./api.ts";

/** The queries that are asked again when something of a topic changed. Whoever adds a page adds its queries here. */
const queriesOf: Readonly<Record<Topic, readonly QueryKey[]>> = {
  runs: [api.scenarios.key(), api.school.key(), api.timetable.applied.key()],
  messages: [api.messages.key(), api.school.key(), api.sessions.key()],
  sessions: [api.school.key(), api.sessions.key()],
  groups: [api.roster.key()],
  people: [api.roster.key(), api.participation.key()],
  rankings: [api.rankings.key()],
  timetable: [
    api.school.key(),
    api.sessions.key(),
    api.timetable.lines.key(),
    api.timetable.imports.key(),
    api.timetable.mappings.key(),
    api.timetable.courses.key(),
    api.timetable.holidays.key(),
    api.settings.firstRun.key(),
  ],
  status: [api.school.key(), api.accounts.key(), api.settings.key()],
};

/** How long the connection may be gone before the person is told, in milliseconds. */
const patience = 5_000;
/** How long after a refusal the connection is tried again, in milliseconds. */
const again = 5_000;

/**
 * Follows what changes at the server while somebody is signed in: what is on the page is asked again as it changes.
 * Gives whether the server is out of reach.
 */
export function useLive(isSignedIn: boolean): { readonly isOffline: boolean } {
  const queries = useQueryClient();
  const [isOffline, setIsOffline] = useState(false);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (!isSignedIn) return undefined;
    const source = new EventSource("/api/events");
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wasLost = tries > 0;
    source.addEventListener("open", () => {
      clearTimeout(timer);
      timer = undefined;
      setIsOffline(false);
      // What changed in between was told to nobody.
      if (wasLost) void queries.invalidateQueries();
      wasLost = false;
    });
    source.addEventListener("message", ({ data }: MessageEvent<string>) => {
      const { topics } = JSON.parse(data) as { readonly topics: readonly Topic[] };
      const keys = new Map(topics.flatMap((topic) => queriesOf[topic]).map((key) => [JSON.stringify(key), key]));
      for (const queryKey of keys.values()) void queries.invalidateQueries({ queryKey });
    });
    source.addEventListener("error", () => {
      wasLost = true;
      if (source.readyState === EventSource.CLOSED) {
        // The browser gives up on a refusal: perhaps nobody is signed in any more.
        void queries.invalidateQueries({ queryKey: api.accounts.key() });
        timer = setTimeout(() => setTries((count) => count + 1), again);
      } else timer ??= setTimeout(() => setIsOffline(true), patience);
    });
    // The browser knows of its own network before any connection does.
    const lost = () => setIsOffline(true);
    const found = () => {
      setIsOffline(false);
      void queries.invalidateQueries();
    };
    addEventListener("offline", lost);
    addEventListener("online", found);
    return () => {
      removeEventListener("offline", lost);
      removeEventListener("online", found);
      clearTimeout(timer);
      source.close();
    };
  }, [isSignedIn, queries, tries]);
  return { isOffline };
}
