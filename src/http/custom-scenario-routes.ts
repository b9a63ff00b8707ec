import { diffLines } from "diff";

import { previewCustom } from "#app/custom/preview-custom.ts";
import { cancelCustomRun } from "#features/scenarios/cancel-custom-run.ts";
import { changeCustomScenario } from "#features/scenarios/change-custom-scenario.ts";
import { effectInWords, limitBounds, type Limits } from "#features/scenarios/custom-rules.ts";
import { findCustomScenario, findVersion, listVersions } from "#features/scenarios/custom-store.ts";
import { editScenario } from "#features/scenarios/edit-scenario.ts";
import { removeCustomScenario } from "#features/scenarios/remove-custom-scenario.ts";
import { restoreCustomScenario } from "#features/scenarios/restore-custom-scenario.ts";
import { checkCron, nextRuns } from "#features/scenarios/rules.ts";
import { saveCustomScenario } from "#features/scenarios/save-custom-scenario.ts";
import { scheduleInWords } from "#features/scenarios/schedule-rules.ts";
import type { ScenarioRow } from "#features/scenarios/store.ts";
import { notASchedule, unknownScenario } from "#features/scenarios/texts.ts";
import { nearChanges } from "#features/scenarios/version-rules.ts";
import { versionOf } from "#lib/version.ts";

import { actorOf, guarded, toldOf } from "./guard.ts";
import { whoDid } from "#app/who-did.ts";

/** The longest that a preview may take when the browser goes away, in milliseconds. */
const longestPreview = limitBounds.seconds[1] * 1_000;

const bounds = Object.fromEntries(
  Object.entries(limitBounds).map(([limit, [least, most]]) => [limit, { least, most }]),
) as Record<keyof Limits, { least: number; most: number }>;

/** What a change of the schedule is measured against. */
export function scheduleMark({ cron, after }: Pick<ScenarioRow, "cron" | "after">): string {
  return versionOf({ cron, after });
}

/** The routes that change scenarios, and those of the scenarios that the school wrote. */
export const customScenarioRoutes = {
  edit: guarded.scenarios.edit.handler(async ({ context, input, errors }) => {
    const { app } = context;
    const { name, enabled, cron, after, seen } = input;
    const done = await editScenario({
      db: app.database.db,
      clock: app.clock,
      schedules: app.schedules,
      zone: app.config.school.timeZone,
      name,
      change: {
        ...(enabled === undefined ? {} : { enabled }),
        ...(cron === undefined ? {} : { cron }),
        ...(after === undefined ? {} : { after }),
      },
      seen,
      by: actorOf(context),
    });
    if (done.ok) return { enabled: done.value.enabled, mark: scheduleMark(done.value) };
    const { failure } = done;
    throw errors.REFUSED(toldOf(failure.code === "scenario.schedule" ? { ...failure, place: "cron" } : failure));
  }),
  when: guarded.scenarios.when.handler(({ context, input: { cron }, errors }) => {
    const { config, clock } = context.app;
    const zone = config.school.timeZone;
    const wrong = checkCron(cron, zone);
    if (wrong !== undefined) throw errors.REFUSED(toldOf({ ...notASchedule(cron, wrong), place: "cron" }));
    const next = nextRuns(cron, zone, clock.now(), 5);
    return { words: scheduleInWords(cron, undefined), next: next.map((at) => at.toString()) };
  }),
  custom: guarded.scenarios.custom.handler(async ({ context, input: { name }, errors }) => {
    const { db } = context.app.database;
    const found = await findCustomScenario(db, name);
    if (found === undefined) throw errors.REFUSED(toldOf(unknownScenario(name)));
    const [versions, nameOf] = await Promise.all([listVersions(db, name), whoDid(db)]);
    return {
      version: found.version,
      code: found.code,
      mark: versionOf({ code: found.code }),
      permissions: [...found.permissions],
      limits: found.limits,
      bounds,
      limitsMark: versionOf({ ...found.limits }),
      versions: versions.map(({ version, savedAt, savedBy, note }) => ({
        version,
        savedAt: savedAt.toString(),
        savedBy: nameOf(savedBy),
        note,
      })),
    };
  }),
  save: guarded.scenarios.save.handler(async ({ context, input, errors }) => {
    const { database, clock, services } = context.app;
    const by = actorOf(context);
    const saved = await saveCustomScenario({ db: database.db, clock, python: services.python, ...input, by });
    if (!saved.ok) throw errors.REFUSED(toldOf(saved.failure));
    return { ...saved.value, mark: versionOf({ code: input.code }) };
  }),
  version: guarded.scenarios.version.handler(async ({ context, input: { name, version }, errors }) => {
    const { db } = context.app.database;
    const [present, old] = await Promise.all([findCustomScenario(db, name), findVersion(db, name, version)]);
    if (present === undefined || old === undefined) throw errors.REFUSED(toldOf(unknownScenario(name)));
    return { code: old.code, difference: [...nearChanges(diffLines(old.code, present.code))] };
  }),
  preview: guarded.scenarios.preview.handler(async ({ context, input: { name, code }, errors }) => {
    const seen = await previewCustom(context.app, { name, code, signal: AbortSignal.timeout(longestPreview) });
    if (!seen.ok) throw errors.REFUSED(toldOf(seen.failure));
    const { message, failure, effects, log, missing, rowsRead, unsaved } = seen.value;
    return {
      message,
      failure: failure === undefined ? null : toldOf(failure).data,
      effects: effects.map(effectInWords),
      log: [...log],
      missing: [...missing],
      rowsRead,
      unsaved,
    };
  }),
  grant: guarded.scenarios.grant.handler(async ({ context, input, errors }) => {
    const { database, clock } = context.app;
    const { name, permissions, seen } = input;
    const limits = Object.fromEntries(
      Object.entries(input.limits ?? {}).filter(([, value]) => value !== undefined),
    ) as Partial<Limits>;
    const change = { ...(permissions === undefined ? {} : { permissions }), limits };
    const changed = await changeCustomScenario({ db: database.db, clock, name, change, seen, by: actorOf(context) });
    if (!changed.ok) throw errors.REFUSED(toldOf(changed.failure));
    const { value } = changed;
    return {
      permissions: [...value.permissions],
      limits: value.limits,
      limitsMark: versionOf({ ...value.limits }),
    };
  }),
  cancel: guarded.scenarios.cancel.handler(async ({ context, input: { name }, errors }) => {
    const { database, clock } = context.app;
    const asked = await cancelCustomRun({ db: database.db, clock, name, by: actorOf(context) });
    if (!asked.ok) throw errors.REFUSED(toldOf(asked.failure));
    return { ended: asked.value };
  }),
  remove: guarded.scenarios.remove.handler(async ({ context, input: { name }, errors }) => {
    const { database, clock, schedules } = context.app;
    const removed = await removeCustomScenario({ db: database.db, clock, schedules, name, by: actorOf(context) });
    if (!removed.ok) throw errors.REFUSED(toldOf(removed.failure));
    return { ended: removed.value.ended };
  }),
  restore: guarded.scenarios.restore.handler(async ({ context, input: { name }, errors }) => {
    const { database, clock, schedules } = context.app;
    const restored = await restoreCustomScenario({ db: database.db, clock, schedules, name, by: actorOf(context) });
    if (!restored.ok) throw errors.REFUSED(toldOf(restored.failure));
    return {};
  }),
};
