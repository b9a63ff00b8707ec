import { say } from "#lib/bilingual.ts";

import type { Command, CommandContext, ExitCode } from "./command.ts";
import { withClient } from "./open-app.ts";
import { inStudentAndGroup } from "./student-words.ts";
import { printable } from "./terminal.ts";
import { runVerb, type Verbs } from "./verbs.ts";
import { momentIn } from "./wording.ts";

const usages = { list: "badges", give: 'badges give STUDENT GROUP "WHY"', silent: "badges silent" };

/** `carillon badges`: what was awarded, the helper's badge by hand, and who has gone silent. */
export const badges: Command = {
  name: "badges",
  summary: say(
    "Montre les badges, en donne un pour un coup de main, et dit qui se tait.",
    "Shows the badges, gives one for a helping hand, and tells who is silent.",
  ),
  usage: Object.values(usages),
  options: {},
  details: say(
    "« silent » liste les élèves que l'on n'a ni lus ni vus depuis 48 heures, et si le bot peut leur écrire.",
    "`silent` lists the students who were neither heard nor seen for 48 hours, and whether the bot may write to them.",
  ),
  words: { least: 0, most: 4 },
  run: async (context) => await runVerb(context, "badges", verbs, list),
};

const verbs: Verbs = {
  give: { usage: usages.give, least: 3, most: 3, run: give },
  silent: { usage: usages.silent, least: 0, most: 0, run: silent },
};

async function list(context: CommandContext): Promise<ExitCode> {
  return await withClient(context, async (app) => {
    const [{ listAwards }, { badgeTitle }] = await Promise.all([
      import("#features/rankings/badge-store.ts"),
      import("#features/rankings/badge-rules.ts"),
    ]);
    const rows = await listAwards(app.database.db, undefined, 200);
    if (context.json) context.terminal.json(rows);
    else if (rows.length === 0) context.terminal.say(context.text(say("Aucun badge pour l'instant.", "No badge yet.")));
    else {
      for (const row of rows) {
        const title = context.text(badgeTitle(row.badge, row.amount));
        const when = momentIn(row.awardedAt, app.config.school.timeZone);
        context.terminal.print(`${when}  ${title}  ${printable(row.name)} (${printable(row.groupTitle)})`);
      }
    }
    return 0;
  });
}

async function give(context: CommandContext, [which = "", where = "", why = ""]: readonly string[]): Promise<ExitCode> {
  return await inStudentAndGroup(context, which, where, async (app, student, group) => {
    const { awardByHand } = await import("#features/rankings/award-by-hand.ts");
    const now = app.clock.now();
    await awardByHand({ db: app.database.db, now, studentId: student.id, groupId: group.id, note: why, by: "cli" });
    if (context.json) context.terminal.json({ studentId: student.id, groupId: group.id });
    else
      context.terminal.say(
        context.text(
          say(
            "Badge donné ; le groupe le verra avec le prochain classement.",
            "Badge given; the group will see it with the next ranking.",
          ),
        ),
      );
    return 0;
  });
}

async function silent(context: CommandContext): Promise<ExitCode> {
  return await withClient(context, async (app) => {
    const [{ listSilentStudents }, { silentHours }] = await Promise.all([
      import("#features/rankings/silent-store.ts"),
      import("#features/rankings/nudge-silent.ts"),
    ]);
    const now = app.clock.now();
    const rows = await listSilentStudents(app.database.db, {
      since: now.subtract({ hours: silentHours }),
      nudgedBefore: now,
      now,
    });
    if (context.json) context.terminal.json(rows);
    else {
      for (const row of rows) {
        const reach =
          row.chatId === null
            ? say("n'a pas lancé le bot", "has not started the bot")
            : row.wantsNudges
              ? say("accepte un mot", "accepts a word")
              : say("n'a pas demandé de mots", "asked for no words");
        context.terminal.print(`${printable(row.name)}  ${printable(row.groupTitle)}  ${context.text(reach)}`);
      }
      if (rows.length === 0) context.terminal.say(context.text(say("Personne ne se tait.", "Nobody is silent.")));
    }
    return 0;
  });
}
