import { z } from "zod";

import { foundLines, operators, readers, route, someLines } from "#http/route.ts";

import { comparedFields } from "./diff-rules.ts";
import { roles } from "./shape-rules.ts";

const bilingual = z.object({ fr: z.string(), en: z.string() });
/** An instant, ISO 8601 in UTC. */
const instant = z.string();
const day = z.iso.date();
const told = z.object({ what: bilingual, remedy: bilingual });
/** Where a workbook is: what its upload is called, or an https address. */
const place = z.union([z.string().regex(/^[0-9a-f]{12}-[^/\\]{1,80}$/), z.url({ protocol: /^https$/ }).max(2_000)]);
const workbookFile = z.file().min(1).max(31_457_280);

/** From 0. */
const column = z.number().int().min(0).max(255);
const role = z.enum(roles);
const count = z.number();

/** What a person says of a sheet: its columns, or that it is no timetable. */
const decision = z.object({
  sheet: z.string().min(1).max(200),
  /** Absent: nothing of it is read. */
  columns: z
    .object({
      /** As Excel counts, from 1; absent where it was found. */
      headerRow: z.number().int().min(1).max(1_048_576).optional(),
      /** What each column holds; absent: as it was recognised. */
      holds: z
        .object({
          byRole: z.array(z.object({ role, column })).max(32),
          starts: z.array(z.object({ column, zone: z.string().max(60).nullable() })).max(12),
          truth: column.nullable(),
        })
        .optional(),
    })
    .optional(),
});

const problem = z.object({
  /** `Fix Schedule!G31`. */
  cell: z.string(),
  severity: z.enum(["error", "warning", "notice"]),
  code: z.string(),
  value: z.string().nullable(),
  message: bilingual,
  why: bilingual.nullable(),
  suggestion: bilingual.nullable(),
});

const line = z.object({
  cell: z.string(),
  course: z.string(),
  level: z.string().nullable(),
  coach: z.string(),
  /** ISO: 1 Monday … 7 Sunday. */
  weekday: z.number(),
  time: z.string(),
  timeZone: z.string(),
  durationMinutes: z.number(),
  /** A chat id, or the link that the workbook gives. */
  group: z.string(),
});

const sheet = z.object({
  name: z.string(),
  /** As Excel counts, from 1; 0 without a header. */
  headerRow: z.number(),
  isRead: z.boolean(),
  isDecided: z.boolean(),
  /** The decision that leaves it alone; null when there is none. */
  leftAloneBy: z.string().nullable(),
  /** Each column's letters and the text of its header. */
  heads: z.array(z.object({ letters: z.string(), text: z.string() })),
  byRole: z.array(z.object({ role, column })),
  starts: z.array(z.object({ column, zone: z.string().nullable() })),
  truth: column.nullable(),
  /** Columns named after a day, with the time of a class below (ISO: 1 Monday … 7 Sunday). */
  dayColumns: z.array(z.object({ column, weekday: z.number() })),
  missing: z.array(bilingual),
  questions: z.array(bilingual),
  /** The cells as people read them: the first rows, and those with a problem. */
  rows: z.array(z.object({ row: z.number(), cells: z.array(z.string()) })),
  /** Rows of the sheet that are not told. */
  more: z.number(),
});

const touched = z.object({
  sessions: z.object({ created: z.number(), changed: z.number(), cancelled: z.number() }),
  meetings: z.object({ opened: z.number(), changed: z.number(), deleted: z.number() }),
  messages: z.object({ written: z.number(), rewritten: z.number(), withdrawn: z.number(), alerted: z.number() }),
});

const difference = z.object({
  added: z.array(line),
  removed: z.array(line),
  changed: z.array(
    z.object({
      line,
      fields: z.array(z.object({ field: z.enum(comparedFields), before: z.string(), after: z.string() })),
    }),
  ),
  unchanged: z.number(),
  /** Entries that stay although their line has an error. */
  stays: z.number(),
});

const imported = z.object({
  number: z.number(),
  importedAt: instant,
  by: z.string(),
  fileName: z.string(),
  /** Of the file's bytes. */
  sha256: z.string(),
  sheet: z.string(),
  figures: z.object({ entries: count, added: count, changed: count, removed: count, unchanged: count, leftOut: count }),
  problems: z.number(),
  undoneAt: instant.nullable(),
  undoneBy: z.string().nullable(),
  /** It is the last one that changed something, and so the one that can be taken back. */
  isLast: z.boolean(),
});

const mapping = z.object({
  id: z.string(),
  fileName: z.string(),
  sheet: z.string().nullable(),
  /** `C` → `title`; null when such a sheet is left alone. */
  columns: z.array(z.object({ column: z.string(), header: z.string(), holds: z.string() })).nullable(),
  decidedBy: z.string().nullable(),
});

const holiday = z.object({
  id: z.string(),
  /** Absent when a person added it. */
  country: z.string().nullable(),
  from: day,
  until: day,
  name: bilingual,
  taught: z.boolean(),
});

const course = z.object({
  id: z.string(),
  title: z.string(),
  level: z.string().nullable(),
  group: z.string().nullable(),
  coach: z.string(),
  /** Lines a week. */
  entries: z.number(),
  startsOn: day.nullable(),
  endsOn: day.nullable(),
  /** The mark of the days. */
  version: z.string(),
});

/** The timetable: the workbook, its mapping and history, holidays and courses. */
export const timetableContract = {
  /** Some of the lines in force, and how many there are. */
  lines: route
    .route({ method: "GET", path: "/timetable" })
    .meta({ access: readers })
    .input(someLines(["course", "when", "minutes", "level", "coach", "group"]))
    .output(foundLines(line.extend({ groupTitle: z.string().nullable() }))),
  /** Takes in a workbook (of 30 MB at most); nothing is imported yet. */
  upload: route
    .route({ method: "POST", path: "/timetable/uploads" })
    .meta({ access: operators })
    .input(z.object({ file: workbookFile }))
    .output(z.object({ place: z.string() })),
  /** What a workbook holds and what importing it would do; `tried`: if its columns were so. Changes nothing. */
  preview: route
    .route({ method: "POST", path: "/timetable/previews" })
    .meta({ access: operators })
    .input(z.object({ place, tried: decision.optional() }))
    .output(
      z.object({
        fileName: z.string(),
        /** Of the file's bytes: who imports says which file they looked at. */
        sha256: z.string(),
        sheets: z.array(sheet),
        /** Why nothing can be imported yet. */
        failure: told.nullable(),
        entries: z.number(),
        problems: z.array(problem),
        difference: difference.nullable(),
        touches: touched.nullable(),
        /** How many lines are in force. */
        inForce: z.number(),
        /** It would remove more than a third of the lines. */
        needsAgreement: z.boolean(),
        /** The workbook that each Sunday's run reads, where that is another one. */
        weekly: z.string().nullable(),
      }),
    ),
  /** Decides what the columns of a sheet hold, for every workbook made like it. */
  decideMapping: route
    .route({ method: "POST", path: "/timetable/mappings" })
    .meta({ access: operators })
    .input(z.object({ place, decision }))
    .output(z.object({})),
  /** A copy of a workbook in which each cell with a problem is coloured and says what is wrong. */
  annotate: route
    .route({ method: "POST", path: "/timetable/annotated" })
    .meta({ access: operators })
    .input(z.object({ place, language: z.enum(["fr", "en"]) }))
    .output(z.file()),
  /** Asks for the import of the file that was looked at; gives the run that does it. */
  apply: route
    .route({ method: "POST", path: "/timetable/imports" })
    .meta({ access: operators })
    .input(z.object({ place, sha256: z.string().length(64), agreed: z.boolean().default(false) }))
    .output(z.object({ run: z.string() })),
  /** How an import that was asked for stands; `outcome` is null while it is at work. */
  applied: route
    .route({ method: "GET", path: "/timetable/imports/runs/{run}" })
    .meta({ access: operators })
    .input(z.object({ run: z.string().max(100) }))
    .output(
      z.object({
        outcome: z.string().nullable(),
        failure: told.nullable(),
        /** What was imported. */
        imported: z
          .object({ number: z.number(), added: z.number(), changed: z.number(), removed: z.number() })
          .nullable(),
      }),
    ),
  imports: route
    .route({ method: "GET", path: "/timetable/imports" })
    .meta({ access: readers })
    .output(z.array(imported)),
  importProblems: route
    .route({ method: "GET", path: "/timetable/imports/{number}/problems" })
    .meta({ access: readers })
    .input(z.object({ number: z.coerce.number().int().min(1) }))
    .output(z.array(problem)),
  /** What taking back an import would touch; changes nothing. */
  undoTouches: route
    .route({ method: "GET", path: "/timetable/imports/{number}/undo" })
    .meta({ access: operators })
    .input(z.object({ number: z.coerce.number().int().min(1) }))
    .output(z.object({ sessions: z.object({ created: z.number(), changed: z.number(), cancelled: z.number() }) })),
  undoImport: route
    .route({ method: "POST", path: "/timetable/imports/{number}/undo" })
    .meta({ access: operators })
    .input(z.object({ number: z.coerce.number().int().min(1) }))
    .output(z.object({ sessions: z.number() })),
  mappings: route
    .route({ method: "GET", path: "/timetable/mappings" })
    .meta({ access: readers })
    .output(z.array(mapping)),
  forgetMapping: route
    .route({ method: "DELETE", path: "/timetable/mappings/{id}" })
    .meta({ access: operators })
    .input(z.object({ id: z.string().min(1).max(200) }))
    .output(z.object({})),
  /** Remembers again what was forgotten. */
  restoreMapping: route
    .route({ method: "POST", path: "/timetable/mappings/{id}/return" })
    .meta({ access: operators })
    .input(z.object({ id: z.string().min(1).max(200) }))
    .output(z.object({})),
  /** The week from `from` as a workbook, in the school's own three sheets. */
  download: route
    .route({ method: "GET", path: "/timetable/export" })
    .meta({ access: readers })
    .input(z.object({ from: day.optional() }))
    .output(z.file()),
  courses: route.route({ method: "GET", path: "/courses" }).meta({ access: readers }).output(z.array(course)),
  setCourseDates: route
    .route({ method: "POST", path: "/courses/{id}/dates" })
    .meta({ access: operators })
    .input(
      z.object({
        id: z.string().min(1).max(100),
        startsOn: day.nullable(),
        endsOn: day.nullable(),
        version: z.string().max(100).optional(),
      }),
    )
    .output(z.object({ sessions: z.number() })),
  holidays: route
    .route({ method: "GET", path: "/holidays" })
    .meta({ access: readers })
    .output(z.object({ countries: z.array(z.string()), days: z.array(holiday) })),
  changeHoliday: route
    .route({ method: "POST", path: "/holidays" })
    .meta({ access: operators })
    .input(
      z.discriminatedUnion("kind", [
        z.object({ kind: z.literal("add"), from: day, until: day, name: z.string().trim().min(1).max(100) }),
        /** `day` is the holiday's id. */
        z.object({ kind: z.enum(["remove", "teach", "close"]), day: z.string().min(1).max(100) }),
      ]),
    )
    .output(z.object({ holiday, sessions: z.number() })),
};
