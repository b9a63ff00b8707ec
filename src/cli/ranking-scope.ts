import type { App } from "#app/parts.ts";
import type { PeriodName } from "#features/rankings/period-rules.ts";
import type { Scope } from "#features/rankings/store.ts";
import { say } from "#lib/bilingual.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import { textValue, type CommandContext, type Options } from "./command.ts";
import { wrongValue } from "./usage-failures.ts";

/** The options that say which ranking is meant. */
export const scopeOptions: Options = {
  group: {
    type: "string",
    value: "GROUP",
    about: say("Titre ou conversation du groupe.", "Title or chat of the group."),
  },
  level: {
    type: "string",
    value: "LEVEL",
    about: say("Un niveau ; sans groupe ni niveau : l'école.", "A level; neither group nor level: the school."),
  },
  period: {
    type: "string",
    value: "PERIOD",
    about: say("day, week, month ou all (all).", "day, week, month or all (all)."),
  },
};

/** Which ranking the command line means, and what it is called. */
export async function scopeOf(
  context: CommandContext,
  app: App,
): Promise<Result<{ readonly scope: Scope; readonly title: string; readonly period: PeriodName }>> {
  const { periodNames } = await import("#features/rankings/period-rules.ts");
  const wanted = textValue(context, "period") ?? "all";
  const period = periodNames.find((name) => name === wanted);
  if (period === undefined) {
    const allowed = say("Donnez day, week, month ou all.", "Give day, week, month or all.");
    return failed(wrongValue("--period", wanted, allowed));
  }
  const level = textValue(context, "level");
  const which = textValue(context, "group");
  if (which !== undefined) {
    const { findGroupByWords } = await import("#features/roster/find-group-by-words.ts");
    const group = await findGroupByWords({ db: app.database.db, which });
    return group.ok
      ? ok({ scope: { kind: "group", groupId: group.value.id }, title: group.value.title, period })
      : group;
  }
  if (level !== undefined) return ok({ scope: { kind: "level", level }, title: level, period });
  return ok({ scope: { kind: "school" }, title: app.config.school.name, period });
}
