import type { PointsRules } from "#features/rankings/points-rules.ts";
import { say } from "#lib/bilingual.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import { dayValue } from "./days.ts";
import { numberValue } from "./arguments.ts";
import { textValue, type Command, type CommandContext, type ExitCode } from "./command.ts";
import { withClient } from "./open-app.ts";
import { inStudentAndGroup, withStudentOf } from "./student-words.ts";
import { printable } from "./terminal.ts";
import { misused } from "./usage-failures.ts";
import { runVerb, type Verbs } from "./verbs.ts";
import { momentIn } from "./wording.ts";

const usages = {
  rules: "points",
  show: "points show STUDENT [--limit N]",
  set: 'points set [--level LEVEL] [--message N] [--cap N] [--gap SECONDS] [--attendance N] [--streak N] [--streak-points N] [--since DAY] --note "WHY"',
  drop: 'points drop LEVEL [--since DAY] --note "WHY"',
  give: 'points give STUDENT GROUP POINTS "WHY"',
  revoke: 'points revoke SOURCE "WHY"',
  recount: "points recount --since DAY",
};

const number = (fr: string, en: string) => ({ type: "string", value: "N", about: say(fr, en) }) as const;

/** `carillon points`: the rules, each student's lines, and what a person decides about them. */
export const points: Command = {
  name: "points",
  summary: say(
    "Montre les règles des points et le registre d'un élève, ou les change.",
    "Shows the points rules and a student's ledger, or changes them.",
  ),
  usage: Object.values(usages),
  options: {
    level: { type: "string", value: "LEVEL", about: say("Le niveau concerné.", "The level concerned.") },
    message: number("Points d'un message.", "Points of a message."),
    cap: number("Messages qui comptent par jour, au plus.", "Messages that count a day, at most."),
    gap: number("Secondes entre deux messages qui comptent.", "Seconds between two messages that count."),
    attendance: number("Points d'une présence.", "Points of an attendance."),
    streak: number("Longueur d'une série de cours ; 0 : aucune.", "Length of a streak of classes; 0: none."),
    "streak-points": number("Points d'une série.", "Points of a streak."),
    since: {
      type: "string",
      value: "DAY",
      about: say("Premier jour, AAAA-MM-JJ (aujourd'hui).", "First day, YYYY-MM-DD (today)."),
    },
    note: { type: "string", value: "WHY", about: say("La raison, gardée.", "The reason, kept.") },
    limit: number("Combien de lignes au plus (50).", "How many lines at most (50)."),
  },
  details: say(
    "Un changement de règles vaut à partir de --since, même dans le passé : chaque ligne qui change reçoit la différence et sa raison. POINTS peut être négatif (après --).",
    "A change of rules applies from --since on, even in the past: each line that changes gets the difference and its reason. POINTS may be negative (after --).",
  ),
  words: { least: 0, most: 5 },
  run: async (context) => await runVerb(context, "points", verbs, showRules),
};

const verbs: Verbs = {
  show: { usage: usages.show, least: 1, most: 1, run: show },
  set: {
    usage: usages.set,
    least: 0,
    most: 0,
    run: async (context) => await setRules(context, textValue(context, "level"), undefined),
  },
  drop: {
    usage: usages.drop,
    least: 1,
    most: 1,
    run: async (context, [level]) => await setRules(context, level, "drop"),
  },
  give: { usage: usages.give, least: 4, most: 4, run: give },
  revoke: { usage: usages.revoke, least: 2, most: 2, run: revoke },
  recount: { usage: usages.recount, least: 0, most: 0, run: recount },
};

async function showRules(context: CommandContext): Promise<ExitCode> {
  return await withClient(context, async (app) => {
    const [{ listRulesVersions }, { rulesInWords }, { defaultRuleBook, rulesFor }] = await Promise.all([
      import("#features/rankings/ledger-store.ts"),
      import("#features/rankings/texts.ts"),
      import("#features/rankings/points-rules.ts"),
    ]);
    const versions = await listRulesVersions(app.database.db);
    const book = versions.at(-1)?.book ?? defaultRuleBook;
    if (context.json) context.terminal.json({ inForce: book, versions });
    else {
      context.terminal.print(context.text(rulesInWords(book.base)));
      for (const level of Object.keys(book.levels)) {
        context.terminal.print(`${printable(level)}: ${context.text(rulesInWords(rulesFor(book, level)))}`);
      }
      for (const one of versions) {
        context.terminal.print(`  v${one.version}  ${one.since}  ${printable(one.by)}  ${printable(one.note)}`);
      }
    }
    return 0;
  });
}

async function show(context: CommandContext, [which = ""]: readonly string[]): Promise<ExitCode> {
  const limit = numberValue(context.values, "limit", 50);
  if (!limit.ok) return misused(context, limit.failure);
  return await withStudentOf(context, which, async (app, student) => {
    const [{ listEntries, sumByGroup }, { signed, whyOf }] = await Promise.all([
      import("#features/rankings/ledger-store.ts"),
      import("#features/rankings/why-rules.ts"),
    ]);
    const { db } = app.database;
    const zone = app.config.school.timeZone;
    const totals = await sumByGroup(db, student.id);
    const lines = await listEntries(db, { studentId: student.id, limit: limit.value ?? 50 });
    if (context.json) {
      const told = lines.map((line) => ({ ...line, why: context.text(whyOf(line, zone)) }));
      context.terminal.json({ student: { id: student.id, name: student.displayName }, totals, lines: told });
      return 0;
    }
    context.terminal.print(
      `${printable(student.displayName)}  ${totals.map((one) => `${printable(one.groupTitle)}: ${one.points}`).join(" · ")}`,
    );
    for (const line of lines) {
      const why = printable(context.text(whyOf(line, zone)));
      context.terminal.print(
        `#${line.id}  ${momentIn(line.recordedAt, zone)}  ${signed(line.points)}  ${why}  [${line.source}]`,
      );
    }
    return 0;
  });
}

/** The rules named on the command line. */
function rulesOf(context: CommandContext): Result<Partial<PointsRules>> {
  const names = {
    message: "perMessage",
    cap: "messagesPerDay",
    gap: "messageGapSeconds",
    attendance: "perAttendance",
    streak: "streakLength",
    "streak-points": "perStreak",
  } as const;
  const change: Record<string, number> = {};
  for (const [option, field] of Object.entries(names)) {
    const value = numberValue(context.values, option, undefined);
    if (!value.ok) return value;
    if (value.value !== undefined) change[field] = value.value;
  }
  if (Object.keys(change).length > 0) return ok(change);
  return failed({
    code: "usage.nothing-to-set",
    what: say("Aucune règle n'est donnée.", "No rule is given."),
    remedy: say(usages.set, usages.set),
  });
}

async function setRules(
  context: CommandContext,
  level: string | undefined,
  drop: "drop" | undefined,
): Promise<ExitCode> {
  const since = dayValue(context, "since");
  const change = drop === undefined ? rulesOf(context) : ok(drop);
  if (!since.ok) return misused(context, since.failure);
  if (!change.ok) return misused(context, change.failure);
  const note = textValue(context, "note") ?? "";
  return await withClient(context, async ({ database, clock, config }) => {
    const { setPointValues } = await import("#features/rankings/set-point-values.ts");
    const set = await setPointValues({
      db: database.db,
      clock,
      school: config.school,
      level,
      change: change.value,
      since: since.value,
      note,
      by: "cli",
    });
    if (!set.ok) return context.fail(set.failure);
    const { version, appended } = set.value;
    if (context.json) context.terminal.json({ version, appended });
    else
      context.terminal.say(
        context.text(
          say(
            `Règles version ${version} ; ${appended} lignes corrigées.`,
            `Rules version ${version}; ${appended} lines corrected.`,
          ),
        ),
      );
    return 0;
  });
}

async function give(
  context: CommandContext,
  [which = "", where = "", worth = "", why = ""]: readonly string[],
): Promise<ExitCode> {
  const howMany = Number(worth);
  if (!/^-?\d{1,5}$/.test(worth) || howMany === 0 || Math.abs(howMany) > 10_000) {
    return misused(context, {
      code: "usage.points",
      what: say(`« ${worth} » n'est pas un nombre entier de points.`, `"${worth}" is not a whole number of points.`),
      remedy: say(usages.give, usages.give),
    });
  }
  return await inStudentAndGroup(context, which, where, async (app, student, group) => {
    const { givePoints } = await import("#features/rankings/give-points.ts");
    const source = await givePoints({
      db: app.database.db,
      now: app.clock.now(),
      studentId: student.id,
      groupId: group.id,
      points: howMany,
      words: why,
      by: "cli",
    });
    if (context.json) context.terminal.json({ source });
    else
      context.terminal.say(
        context.text(
          say(
            `Noté : ${howMany} points pour ${student.displayName} [${source}].`,
            `Noted: ${howMany} points for ${student.displayName} [${source}].`,
          ),
        ),
      );
    return 0;
  });
}

async function revoke(context: CommandContext, [source = "", why = ""]: readonly string[]): Promise<ExitCode> {
  return await withClient(context, async ({ database, clock }) => {
    const { revokePoints } = await import("#features/rankings/revoke-points.ts");
    const revoked = await revokePoints({ db: database.db, now: clock.now(), source, words: why, by: "cli" });
    if (!revoked.ok) return context.fail(revoked.failure);
    if (context.json) context.terminal.json({ source, points: revoked.value });
    else
      context.terminal.say(context.text(say(`${revoked.value} points repris.`, `${revoked.value} points taken back.`)));
    return 0;
  });
}

async function recount(context: CommandContext): Promise<ExitCode> {
  const since = dayValue(context, "since");
  if (!since.ok) return misused(context, since.failure);
  return await withClient(context, async ({ database, clock, config }) => {
    const { recountPoints } = await import("#features/rankings/recount-points.ts");
    const now = clock.now();
    const appended = await recountPoints({
      db: database.db,
      school: config.school,
      since: since.value,
      until: now,
      recordedAt: now,
    });
    if (context.json) context.terminal.json({ appended });
    else
      context.terminal.say(
        context.text(say(`${appended} lignes ajoutées au registre.`, `${appended} lines added to the ledger.`)),
      );
    return 0;
  });
}
