import { rehearseImport } from "#app/rehearse-import.ts";
import type { App } from "#app/parts.ts";
import { tryMapping } from "#app/try-mapping.ts";
import { workbookType } from "#app/workbook-type.ts";
import { askForRun } from "#features/scenarios/ask-for-run.ts";
import { findRun } from "#features/scenarios/store.ts";
import { unknownZone } from "#features/roster/texts.ts";
import { annotateProblems } from "#features/timetable/annotate-problems.ts";
import { findImportSince } from "#features/timetable/import-store.ts";
import { describeDecision, type ColumnChange } from "#features/timetable/mapping-rules.ts";
import { listRememberedMappings } from "#features/timetable/mapping-store.ts";
import type { Workbook } from "#features/timetable/ports.ts";
import { previewImport } from "#features/timetable/preview-import.ts";
import { rememberMapping, type MappingDecision } from "#features/timetable/remember-mapping.ts";
import { roles, type Role } from "#features/timetable/shape-rules.ts";
import { showSheets } from "#features/timetable/sheets-shown-rules.ts";
import { readTimetableInForce } from "#features/timetable/store.ts";
import { workbookChanged } from "#features/timetable/texts.ts";
import { say } from "#lib/bilingual.ts";
import { failed, ok, type Failure, type Result } from "#lib/failure.ts";
import { timeZone } from "#lib/ids.ts";

import { actorOf, guarded, toldOf } from "./guard.ts";
import { toldOnPage } from "./page-words.ts";
import { calledName, differenceShown, problemShown, sheetShown, touchesShown } from "./import-shown.ts";

/** The routes of an import, from the upload to its run. */
export const importRoutes = {
  upload: guarded.timetable.upload.handler(async ({ context, input, errors }) => {
    const { file } = input;
    const kept = await context.app.services.uploads.keep(file.name, file.stream());
    if (!kept.ok) throw errors.REFUSED(toldOf({ ...kept.failure, place: "file" }));
    return { place: kept.value };
  }),
  preview: guarded.timetable.preview.handler(async ({ context, input, errors }) => {
    const { app } = context;
    const read = await readAt(app, input.place);
    if (!read.ok) throw errors.REFUSED(toldOf({ ...read.failure, place: "place" }));
    const { path } = read.value;
    // What is told about it names it as its sender did.
    const workbook = { ...read.value.workbook, fileName: calledName(read.value.workbook.fileName) };
    const { db } = app.database;
    const { school } = app.config;
    const now = app.clock.now();
    const inForce = await readTimetableInForce(db);
    const tried = input.tried === undefined ? undefined : decisionOf(input.tried);
    if (tried?.ok === false) throw errors.REFUSED(toldOf(tried.failure));
    const decided =
      tried === undefined
        ? ok(inForce.remembered)
        : await tryMapping({ db, clock: app.clock, workbook, decision: tried.value });
    const remembered = decided.ok ? decided.value : inForce.remembered;
    const readWorkbook = async () => ok(workbook);
    const result = decided.ok
      ? await previewImport({ source: { path }, readWorkbook, ...inForce, remembered, school, now })
      : decided;
    const preview = result.ok ? result.value : undefined;
    const reading = preview?.reading;
    const problems = reading?.problems ?? [];
    // Columns that do not suffice yet are shown as they were given.
    const given =
      tried?.value.kind === "columns" && !decided.ok ? describeDecision(workbook, remembered, tried.value) : undefined;
    const isAsked = preview?.reading.sheets.some((one) => one.doubts.length > 0) ?? true;
    const weekly = app.config.workbook;
    return {
      fileName: workbook.fileName,
      sha256: workbook.sha256,
      sheets: showSheets(workbook, { remembered, reading, tried: given }).map(sheetShown),
      failure: result.ok ? null : toldOnPage(result.failure),
      entries: preview?.reading.entries.length ?? 0,
      problems: problems.map(problemShown),
      difference: preview === undefined ? null : differenceShown(preview),
      touches:
        preview === undefined || isAsked ? null : touchesShown(await rehearseImport({ db, preview, school, now })),
      inForce: preview?.inForce ?? (await inForce.current()).length,
      needsAgreement: preview?.guarded ?? false,
      weekly: weekly === undefined || weekly === path ? null : placeShown(weekly),
    };
  }),
  decideMapping: guarded.timetable.decideMapping.handler(async ({ context, input, errors }) => {
    const { app } = context;
    const read = await readAt(app, input.place);
    if (!read.ok) throw errors.REFUSED(toldOf(read.failure));
    const decision = decisionOf(input.decision);
    if (!decision.ok) throw errors.REFUSED(toldOf(decision.failure));
    const wish = { by: actorOf(context), workbook: read.value.workbook, decision: decision.value };
    const decided = await rememberMapping({ db: app.database.db, clock: app.clock, ...wish });
    if (!decided.ok) throw errors.REFUSED(toldOf(decided.failure));
    return {};
  }),
  annotate: guarded.timetable.annotate.handler(async ({ context, input, errors }) => {
    const { services, database, config, clock } = context.app;
    const path = await pathOf(context.app, input.place);
    if (!path.ok) throw errors.REFUSED(toldOf(path.failure));
    const called = calledName(placeShown(path.value)).replace(/\.[^.]*$/, "");
    const name = `${called}-carillon.${/\.xlsm$/i.test(path.value) ? "xlsm" : "xlsx"}`;
    const remembered = await listRememberedMappings(database.db);
    const bytes = await services.uploads.written(
      name,
      async (to) =>
        await annotateProblems({
          source: { path: path.value },
          to,
          takeWorkbook: services.takeWorkbook,
          remembered,
          school: config.school,
          language: input.language,
          now: clock.now(),
        }),
    );
    if (!bytes.ok) throw errors.REFUSED(toldOf(bytes.failure));
    return new File([Uint8Array.from(bytes.value)], name, { type: workbookType });
  }),
  apply: guarded.timetable.apply.handler(async ({ context, input, errors }) => {
    const { app } = context;
    const read = await readAt(app, input.place);
    if (!read.ok) throw errors.REFUSED(toldOf(read.failure));
    // What stands behind an address may be another workbook by now.
    if (read.value.workbook.sha256 !== input.sha256) throw errors.REFUSED(toldOf(workbookChanged));
    const path = isAddress(input.place) ? ok(input.place) : await app.services.uploads.settle(input.place);
    if (!path.ok) throw errors.REFUSED(toldOf(path.failure));
    const asked = await askForRun({
      db: app.database.db,
      now: app.clock.now(),
      by: actorOf(context),
      scenario: "update_courses",
      workbook: path.value,
      agreed: input.agreed,
      request: app.request,
    });
    if (!asked.ok) throw errors.REFUSED(toldOf(asked.failure));
    return { run: asked.value };
  }),
  applied: guarded.timetable.applied.handler(async ({ context, input }) => {
    const { db } = context.app.database;
    const run = await findRun(db, input.run);
    if (run === undefined || run.endedAt === null) return { outcome: null, failure: null, imported: null };
    const { outcome, failure } = run;
    const row = outcome === "failed" ? undefined : await findImportSince(db, run.startedAt);
    return {
      outcome,
      failure: failure === null ? null : { what: failure.what, remedy: failure.remedy },
      imported: row === undefined ? null : { number: row.number, ...row.figures },
    };
  }),
};

function isAddress(place: string): boolean {
  return /^https:/i.test(place);
}

/** A workbook's place without what may be a secret in it: the file's name, or an address' last part. */
function placeShown(path: string): string {
  const plain = /^https?:/i.test(path) ? new URL(path).pathname : path;
  return plain.split("/").findLast((part) => part !== "") ?? "";
}

async function pathOf({ services }: App, place: string): Promise<Result<string>> {
  return isAddress(place) ? ok(place) : await services.uploads.find(place);
}

async function readAt(
  app: App,
  place: string,
): Promise<Result<{ readonly workbook: Workbook; readonly path: string }>> {
  const path = await pathOf(app, place);
  if (!path.ok) return path;
  const workbook = await app.services.readWorkbook({ path: path.value });
  return workbook.ok
    ? ok({ workbook: workbook.value, path: path.value })
    : failed(isAddress(place) ? workbook.failure : calledAsGiven(workbook.failure, path.value));
}

/** Names a file as its sender did, and not by where it lies on the machine. */
function calledAsGiven(failure: Failure, path: string): Failure {
  const named = (text: string) => text.replaceAll(path, calledName(placeShown(path)));
  const { what, remedy } = failure;
  return { ...failure, what: say(named(what.fr), named(what.en)), remedy: say(named(remedy.fr), named(remedy.en)) };
}

/** A decision as the page writes it. */
function decisionOf({
  sheet,
  columns,
}: {
  readonly sheet: string;
  readonly columns?:
    | { readonly headerRow?: number | undefined; readonly holds?: Parameters<typeof changesOf>[0] | undefined }
    | undefined;
}): Result<MappingDecision> {
  if (columns === undefined) return ok({ kind: "leave alone", sheet });
  const changes = columns.holds === undefined ? ok([]) : changesOf(columns.holds);
  if (!changes.ok) return changes;
  return ok({ kind: "columns", sheet, headerRow: columns.headerRow, changes: changes.value });
}

/** The whole of what a person sees in the editor, as changes to what was recognised. */
function changesOf({
  byRole,
  starts,
  truth,
}: {
  readonly byRole: readonly { readonly role: Role; readonly column: number }[];
  readonly starts: readonly { readonly column: number; readonly zone: string | null }[];
  readonly truth: number | null;
}): Result<readonly ColumnChange[]> {
  const held = new Map(byRole.map(({ role, column }) => [role, column]));
  const changes: ColumnChange[] = roles.map((role) => ({ role, column: held.get(role) ?? "nothing" }));
  for (const { column, zone: written } of starts) {
    const zone = written === null || written.trim() === "" ? undefined : timeZone(written.trim());
    if (written !== null && written.trim() !== "" && zone === undefined)
      return failed({ ...unknownZone(written), place: "zone" });
    changes.push({ role: "start", column, zone });
  }
  if (truth !== null) changes.push({ role: "truth", column: truth });
  return ok(changes);
}
