import type { App } from "#app/parts.ts";
import { rehearseImport } from "#app/rehearse-import.ts";
import { rehearse } from "#database/open.ts";
import { prepareMeetings } from "#features/meetings/prepare-meetings.ts";
import { zoomNotSet } from "#features/meetings/texts.ts";
import { generateMessages } from "#features/messages/generate-messages.ts";
import { listOutbox } from "#features/messages/outbox-store.ts";
import { listHolds } from "#features/rankings/hold-store.ts";
import { periodsEndingAt } from "#features/rankings/period-rules.ts";
import { listCandidates } from "#features/rankings/store.ts";
import type { BuiltInName } from "#features/scenarios/rules.ts";
import { findLastImport } from "#features/timetable/import-store.ts";
import { previewImport } from "#features/timetable/preview-import.ts";
import { readTimetableInForce } from "#features/timetable/store.ts";
import { workbookNotSet } from "#features/timetable/texts.ts";
import type { Bilingual } from "#lib/bilingual.ts";
import { failed, ok, type Result } from "#lib/failure.ts";
import type { RunLog } from "#lib/run-log.ts";

import {
  deedsThere,
  heldThere,
  longerThere,
  messagesThere,
  modesThere,
  nothingToDo,
  problemsThere,
  rankingsThere,
  remindersThere,
  touchesThere,
  workbookRead,
  wouldStop,
} from "./foreseen-words.ts";

type Foreseen = Promise<Result<readonly Bilingual[]>>;

/**
 * What one of Carillon's own scenarios would do if it ran now, in sentences. Nothing changes and nothing leaves: what
 * writes is rehearsed in a transaction that is taken back, the workbook is read, and Zoom is asked for its lists only.
 */
export async function foreseeScenario(app: App, name: BuiltInName): Foreseen {
  const told = await foresees[name](app);
  return told.ok && told.value.length === 0 ? ok([nothingToDo]) : told;
}

const foresees: Readonly<Record<BuiltInName, (app: App) => Foreseen>> = {
  update_courses: foreseeWorkbook,
  create_zoom_links: foreseeRooms,
  generate_messages: foreseeMessages,
  send_daily_messages: foreseeReminders,
  send_daily_rankings: foreseeRankings,
};

async function foreseeWorkbook({ database, config, services, clock }: App): Foreseen {
  const { db } = database;
  const { school } = config;
  const now = clock.now();
  const path = config.workbook ?? (await findLastImport(db))?.path;
  if (path === undefined) return failed(workbookNotSet);
  const { readWorkbook } = services;
  const inForce = await readTimetableInForce(db);
  const preview = await previewImport({ source: { path }, readWorkbook, ...inForce, school, now });
  if (!preview.ok) return preview;
  const { workbook, reading, diff, guarded } = preview.value;
  const { added, changed, removed, unchanged } = diff;
  const figures = {
    added: added.length,
    changed: changed.length,
    removed: removed.length,
    unchanged: unchanged.length,
  };
  const isAsked = reading.sheets.some((sheet) => sheet.doubts.length > 0);
  const problems = reading.problems.length;
  return ok([
    workbookRead(workbook.fileName, figures),
    ...(problems === 0 ? [] : [problemsThere(problems)]),
    ...(guarded
      ? [wouldStop]
      : isAsked
        ? []
        : touchesThere(await rehearseImport({ db, preview: preview.value, school, now }))),
  ]);
}

async function foreseeRooms({ database, config, services, clock }: App): Foreseen {
  const { zoom } = services;
  if (zoom === undefined || config.zoom === undefined) return failed(zoomNotSet);
  const { policy } = config.zoom;
  const { school } = config;
  const prepared = await prepareMeetings({ db: database.db, now: clock.now(), zoom, policy, school });
  if (prepared.kind !== "done") return failed(prepared.failure);
  const counts = { create: 0, update: 0, delete: 0, wait: 0, unplaced: 0 };
  for await (const some of prepared.value.work()) {
    for (const { deed, placement } of some) {
      if (placement !== undefined && placement.kind !== "placed") counts.unplaced += 1;
      else if (deed === "create" || deed === "replace") counts.create += 1;
      else if (deed === "update" || deed === "delete" || deed === "wait") counts[deed] += 1;
    }
  }
  const kinds = ["create", "update", "delete", "wait", "unplaced"] as const;
  return ok(kinds.flatMap((kind) => deedsThere[kind](counts[kind])));
}

const nobody = async () => undefined;
const silent: RunLog = { info: nobody, warning: nobody, failure: nobody };

async function foreseeMessages({ database, config, clock }: App): Foreseen {
  const { school } = config;
  const { minutesBefore } = config.messages;
  const report = await rehearse(
    database.db,
    async (db) => await generateMessages({ db, clock, school, wake: nobody, minutesBefore, log: silent }),
  );
  return ok(messagesThere(report));
}

/** More are counted no further. */
const mostReminders = 10_000;

async function foreseeReminders({ database, config, clock }: App): Foreseen {
  const now = clock.now();
  const zone = config.school.timeZone;
  const until = now.toZonedDateTimeISO(zone).toPlainDate().add({ days: 1 }).toZonedDateTime(zone).toInstant();
  const wish = { until, state: "planned", kind: "reminder", limit: mostReminders } as const;
  const due = await listOutbox(database.db, wish);
  const groups = new Set(due.map((message) => message.group ?? ""));
  return ok(
    due.length === 0 ? [] : [...remindersThere(due.length, [...groups]), ...modesThere[config.school.mode.kind]],
  );
}

async function foreseeRankings({ database, config, clock }: App): Foreseen {
  const { db } = database;
  const now = clock.now();
  const zone = config.school.timeZone;
  const groups = await listCandidates(db, "day", now);
  if (groups.length === 0) return ok([]);
  const day = now.toZonedDateTimeISO(zone).toPlainDate().toString();
  const isHeld = (await listHolds(db, day)).some((hold) => hold.day === day);
  const longer = periodsEndingAt(now, zone, config.rankings.days).flatMap((period) =>
    period === "week" || period === "month" ? [longerThere[period]] : [],
  );
  return ok([
    ...rankingsThere(groups.map((group) => group.title)),
    ...longer,
    ...(isHeld ? [heldThere] : []),
    ...modesThere[config.school.mode.kind],
  ]);
}
