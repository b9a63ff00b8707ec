import { inTransaction } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import { dropSetting, listStoredSettings, storeSetting } from "#features/school/settings-store.ts";
import { listCourses } from "#features/timetable/store.ts";

import type { App } from "./parts.ts";

/** Beside the settings, under a name that none of them has. */
const mark = "first-run";

/** How far a school is on its first day: each step is read from what is there, so it can be left and taken up again. */
export async function firstRunSteps({ config, database: { db } }: App) {
  const [stored, courses] = await Promise.all([listStoredSettings(db), listCourses(db)]);
  const isSet = (name: string) => config.given.has(name) || stored.some((one) => one.name === name);
  const isReady = courses.length > 0 && config.zoom !== undefined && config.telegram !== undefined;
  return {
    isDone: isReady || stored.some(({ name }) => name === mark),
    school: isSet("CARILLON_SCHOOL_NAME"),
    courses: courses.length,
    zoom: config.zoom !== undefined,
    telegram: config.telegram !== undefined,
    adminChat: config.telegram?.adminChat !== undefined,
    mode: config.school.mode.kind,
  };
}

/** Puts the first day away, or brings it back. */
export async function finishFirstRun(
  { database, clock }: App,
  { by, isDone }: { readonly by: string; readonly isDone: boolean },
): Promise<void> {
  const now = clock.now();
  await inTransaction(database.db, async (tx) => {
    if (isDone) await storeSetting(tx, { name: mark, value: "done", sealed: false, changedAt: now });
    else await dropSetting(tx, mark);
    const action = isDone ? "setting.finished" : "setting.resumed";
    await recordChange({ db: tx, now, by, action, subject: mark });
  });
}
