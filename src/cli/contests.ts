import { say } from "#lib/bilingual.ts";

import type { Command, CommandContext, ExitCode } from "./command.ts";
import { withClient } from "./open-app.ts";
import { printable } from "./terminal.ts";
import { misused } from "./usage-failures.ts";
import { runVerb, type Verbs } from "./verbs.ts";
import { momentIn } from "./wording.ts";

const usages = {
  list: "contests [--all]",
  accept: 'contests accept N POINTS "ANSWER"',
  reject: 'contests reject N "ANSWER"',
};

/** `carillon contests`: what students say is wrong with their points, and the school's answers. */
export const contests: Command = {
  name: "contests",
  summary: say(
    "Montre les contestations de points des élèves et y répond.",
    "Shows the students' contests of points and answers them.",
  ),
  usage: Object.values(usages),
  options: { all: { type: "boolean", about: say("Aussi celles qui ont leur réponse.", "Those answered too.") } },
  details: say(
    "POINTS sont ceux que la réponse donne (0 s'il n'y en a pas) : ils comptent dans le prochain classement. L'élève lit la réponse en privé s'il a lancé le bot.",
    "POINTS are those that the answer gives (0 for none): they count in the next ranking. The student reads the answer in private if they started the bot.",
  ),
  words: { least: 0, most: 4 },
  run: async (context) => await runVerb(context, "contests", verbs, list),
};

const verbs: Verbs = {
  accept: {
    usage: usages.accept,
    least: 3,
    most: 3,
    run: async (context, [id, worth, words = ""]) => await answer(context, id, true, worth, words),
  },
  reject: {
    usage: usages.reject,
    least: 2,
    most: 2,
    run: async (context, [id, words = ""]) => await answer(context, id, false, "0", words),
  },
};

async function list(context: CommandContext): Promise<ExitCode> {
  return await withClient(context, async (app) => {
    const { listContests } = await import("#features/rankings/contest-store.ts");
    const rows = await listContests(app.database.db, context.values["all"] === true ? "all" : "open");
    if (context.json) context.terminal.json(rows);
    else if (rows.length === 0) context.terminal.say(context.text(say("Aucune contestation.", "No contest.")));
    else {
      for (const row of rows) {
        const when = momentIn(row.openedAt, app.config.school.timeZone);
        const about = row.source === null ? "" : ` [${row.source}]`;
        context.terminal.print(
          `#${row.id}  ${when}  ${row.state}  ${printable(row.studentName)} (${printable(row.groupTitle)})${about}: ${printable(row.words)}`,
        );
        if (row.answer !== null) context.terminal.print(`   ↳ ${row.points ?? 0}  ${printable(row.answer)}`);
      }
    }
    return 0;
  });
}

async function answer(
  context: CommandContext,
  id: string | undefined,
  accepted: boolean,
  worth: string | undefined,
  words: string,
): Promise<ExitCode> {
  const points = Number(worth);
  if (!/^-?\d{1,5}$/.test(worth ?? "") || Math.abs(points) > 10_000 || !/^\d{1,9}$/.test(id ?? "")) {
    return misused(context, {
      code: "usage.contest",
      what: say(
        "Il faut un numéro et un nombre entier de points.",
        "A number and a whole number of points are needed.",
      ),
      remedy: say(usages.accept, usages.accept),
    });
  }
  return await withClient(context, async (app) => {
    const { answerContestAndTell } = await import("#app/answer-contest-and-tell.ts");
    const answered = await answerContestAndTell(app, { id: Number(id), accepted, points, answer: words, by: "cli" });
    if (!answered.ok) return context.fail(answered.failure);
    if (context.json) context.terminal.json(answered.value);
    else context.terminal.say(context.text(say("Réponse notée.", "Answer noted.")));
    return 0;
  });
}
