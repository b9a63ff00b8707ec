import type { School } from "#features/school/rules.ts";
import type { Instant } from "#lib/clock.ts";
import { fillPlainText } from "#lib/plain-text.ts";

import type { MeetingDraft, MeetingPolicy } from "./ports.ts";
import { minutesOf, type Span } from "./rules.ts";

/** Zoom takes topics of at most this many UTF-16 units. */
const longestTopic = 200;

/** What a meeting is told of its session. */
export interface DraftFacts extends Span {
  readonly id: string;
  readonly courseTitle: string;
  readonly coachName: string;
  readonly date: string;
  readonly level: string | null;
  readonly groupTitle: string | null;
}

/** What Zoom is asked for one session. The key is the session's id: one session, one meeting. */
export function draftOf(facts: DraftFacts, policy: MeetingPolicy, school: School): MeetingDraft {
  return {
    key: facts.id,
    topic: topicOf(facts, policy, school),
    agenda: facts.coachName,
    startsAt: facts.startsAt,
    durationMinutes: minutesOf(facts),
    ...(policy.start === "local" ? { timeZone: school.timeZone } : {}),
  };
}

/** The topic as the school wants it, at most 200 characters. */
function topicOf(facts: Omit<DraftFacts, "id" | keyof Span>, policy: MeetingPolicy, school: School): string {
  const filled = fillPlainText(policy.topic, {
    course: facts.courseTitle,
    coach: facts.coachName,
    level: facts.level ?? "",
    group: facts.groupTitle ?? "",
    date: facts.date,
    school: school.name,
  });
  const topic = filled === "" ? facts.courseTitle : filled;
  if (topic.length <= longestTopic) return topic;
  // Half of a surrogate pair would be rubbish.
  return `${topic.slice(0, longestTopic - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/** A link as people give it: an https address, and Zoom's meeting number and passcode when it holds them. */
export interface GivenLink {
  readonly url: string;
  readonly passcode: string | null;
}

/** Zoom's meeting number in a link; `undefined` for other services. */
export function meetingNumberIn(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { hostname, pathname } = new URL(url);
  if (!/(^|\.)zoom\.(us|com|com\.cn)$/.test(hostname) && !/(^|\.)zoomgov\.com$/.test(hostname)) return undefined;
  return /\/(?:j|w|wc\/join|wc)\/(\d{9,12})(?:\/|$)/.exec(pathname)?.[1];
}

/** An https address without a login in it; `undefined` for anything else. */
export function linkIn(text: string): string | undefined {
  const trimmed = text.trim();
  if (!URL.canParse(trimmed)) return undefined;
  const { protocol, username, password, hostname } = new URL(trimmed);
  const isHostLogin = /[?&]zak=/.test(trimmed) || /\/s\/\d{9,12}/.test(trimmed);
  const isPlain = protocol === "https:" && username === "" && password === "" && hostname.includes(".");
  return isPlain && !isHostLogin ? trimmed : undefined;
}

/** A moment to the minute in UTC, for sentences: `2026-03-30 18:00`. */
export function minuteOf(instant: Instant): string {
  return instant.toString({ smallestUnit: "minute" }).replace("T", " ").replace("Z", "");
}
