import { recordChange } from "#features/audit/record-change.ts";
import { demoNotOpen, demoNotPossible, demoSchoolThere } from "#features/school/texts.ts";
import { listCourses } from "#features/timetable/store.ts";
import type { Language } from "#lib/bilingual.ts";
import { failed, ok, type Failure, type Result } from "#lib/failure.ts";

import type { Live } from "./live.ts";
import type { App } from "./parts.ts";

/** How far the demo is that the page may show in the place of an empty school. */
export type DemoState =
  | { readonly kind: "none" }
  /** It lives through the days before now; `lived` goes from 0 to 1. */
  | { readonly kind: "opening"; readonly lived: number }
  | { readonly kind: "open"; readonly app: App; readonly live: Live }
  | { readonly kind: "failed"; readonly failure: Failure };

/** A made-up school beside this one, with a database, services, people and a clock of its own. */
export interface DemoRoom {
  state(): DemoState;
  /** Aborted when the page shows another school than now: a demo was opened, or left. */
  changed(): AbortSignal;
  /** Begins to open it, anew when one is there; `state` tells how far it is. */
  begin(options: { readonly from: App; readonly by: string; readonly language: Language }): void;
  /** Ends it and takes away all that it kept. */
  end(): Promise<void>;
}

/** Opens the demo school on the page of an installation that has no school yet. */
export async function beginDemo(
  app: App,
  { room, by, language }: { readonly room: DemoRoom | undefined; readonly by: string; readonly language: Language },
): Promise<Result<void>> {
  if (room === undefined || app.role !== "engine") return failed(demoNotPossible);
  const { database, clock } = app;
  if ((await listCourses(database.db)).length > 0) return failed(demoSchoolThere);
  await recordChange({ db: database.db, now: clock.now(), by, action: "demo.begun", subject: "demo" });
  room.begin({ from: app, by, language });
  return ok(undefined);
}

/** Ends the demo: the page shows the installation as it was before. */
export async function endDemo(
  app: App,
  { room, by }: { readonly room: DemoRoom | undefined; readonly by: string },
): Promise<Result<void>> {
  if (room === undefined || room.state().kind === "none") return failed(demoNotOpen);
  await room.end();
  const { database, clock } = app;
  await recordChange({ db: database.db, now: clock.now(), by, action: "demo.ended", subject: "demo" });
  return ok(undefined);
}
