import { writeFile } from "node:fs/promises";

import type { Choice } from "#features/rankings/choice-store.ts";
import { say } from "#lib/bilingual.ts";
import { causeOf } from "#lib/failure.ts";

import { textValue, type Command, type CommandContext, type ExitCode } from "./command.ts";
import { withClient } from "./open-app.ts";
import { scopeOf, scopeOptions } from "./ranking-scope.ts";
import { withStudentOf } from "./student-words.ts";
import { printable, table } from "./terminal.ts";
import { misused, wrongValue } from "./usage-failures.ts";
import { runVerb, type Verbs } from "./verbs.ts";

const usages = {
  list: "rankings [--group GROUP | --level LEVEL] [--period PERIOD]",
  picture: "rankings picture FILE.png --group GROUP [--period PERIOD]",
  choose: "rankings choose STUDENT [--hide | --show] [--pseudonym NAME | --real-name] [--nudges on|off]",
};

/** `carillon rankings`: as they stand, as a picture, and what students chose. */
export const rankings: Command = {
  name: "rankings",
  summary: say(
    "Montre un classement tel qu'il est maintenant, ou en image ; règle qui y paraît.",
    "Shows a ranking as it stands, or as a picture; sets who is in it.",
  ),
  usage: Object.values(usages),
  options: {
    ...scopeOptions,
    hide: { type: "boolean", about: say("L'élève ne paraît plus.", "The student is in none any more.") },
    show: { type: "boolean", about: say("L'élève paraît de nouveau.", "The student is in them again.") },
    pseudonym: { type: "string", value: "NAME", about: say("Le nom montré.", "The name shown.") },
    "real-name": { type: "boolean", about: say("Montre le vrai nom.", "Shows the real name.") },
    nudges: {
      type: "string",
      value: "on|off",
      about: say("Un mot en privé après 48 h de silence.", "A private word after 48 silent hours."),
    },
  },
  words: { least: 0, most: 2 },
  run: async (context) => await runVerb(context, "rankings", verbs, list),
};

const verbs: Verbs = {
  picture: { usage: usages.picture, least: 1, most: 1, run: picture },
  choose: { usage: usages.choose, least: 1, most: 1, run: choose },
};

async function list(context: CommandContext): Promise<ExitCode> {
  return await withClient(context, async (app) => {
    const wanted = await scopeOf(context, app);
    if (!wanted.ok) return misused(context, wanted.failure);
    const { showRanking } = await import("#features/rankings/show-ranking.ts");
    const { scope, period, title } = wanted.value;
    const shown = await showRanking({
      db: app.database.db,
      school: app.config.school,
      scope,
      period,
      now: app.clock.now(),
    });
    const { terminal, text } = context;
    if (context.json) {
      terminal.json({ title, period, ...shown });
      return 0;
    }
    if (shown.lines.length === 0) terminal.say(text(say("Personne n'a encore de points.", "Nobody has points yet.")));
    else {
      const heads = [
        text(say("Rang", "Rank")),
        text(say("Élève", "Student")),
        "Points",
        text(say("Évolution", "Moved")),
      ];
      const cells = shown.lines.map((line) => [
        String(line.rank),
        printable(line.name),
        String(line.points),
        String(line.movement ?? ""),
      ]);
      for (const row of table(heads, cells)) terminal.print(row);
    }
    return 0;
  });
}

async function picture(context: CommandContext, [file = ""]: readonly string[]): Promise<ExitCode> {
  return await withClient(context, async (app) => {
    const wanted = await scopeOf(context, app);
    if (!wanted.ok) return misused(context, wanted.failure);
    const [{ showRanking }, { cardOf }] = await Promise.all([
      import("#features/rankings/show-ranking.ts"),
      import("#features/rankings/card-rules.ts"),
    ]);
    const { scope, period, title } = wanted.value;
    const now = app.clock.now();
    const { publishing } = app.config.rankings;
    const zone = app.config.school.timeZone;
    const shown = await showRanking({ db: app.database.db, school: app.config.school, scope, period, now });
    const lines = shown.lines.filter((line) => line.rank <= publishing.top);
    const told = {
      language: context.language,
      title,
      period,
      from: shown.from ?? now,
      cutOff: now,
      zone,
      lines,
      total: shown.lines.length,
    };
    const drawn = await app.services.pictures.draw(cardOf(told, publishing.look));
    return drawn.ok ? await save(context, file, drawn.value) : context.fail(drawn.failure);
  });
}

/** Writes a file where the person said, and tells so. */
export async function save(context: CommandContext, file: string, bytes: Uint8Array): Promise<ExitCode> {
  try {
    await writeFile(file, bytes);
  } catch (error) {
    return context.fail({
      code: "file.not-written",
      what: say(`« ${file} » n'a pas pu être écrit.`, `"${file}" could not be written.`),
      remedy: say("Choisissez un autre endroit.", "Choose another place."),
      place: file,
      cause: causeOf(error),
    });
  }
  if (context.json) context.terminal.json({ file, bytes: bytes.length });
  else context.terminal.say(context.text(say(`Écrit : ${file}`, `Written: ${file}`)));
  return 0;
}

async function choose(context: CommandContext, [which = ""]: readonly string[]): Promise<ExitCode> {
  const { values } = context;
  const pseudonym = textValue(context, "pseudonym");
  const nudges = textValue(context, "nudges");
  if (nudges !== undefined && nudges !== "on" && nudges !== "off") {
    return misused(context, wrongValue("--nudges", nudges, say("Écrivez « on » ou « off ».", "Write `on` or `off`.")));
  }
  const change: Partial<Choice> = {
    ...(values["hide"] === true ? { hidden: true } : values["show"] === true ? { hidden: false } : {}),
    ...(pseudonym !== undefined ? { pseudonym } : values["real-name"] === true ? { pseudonym: null } : {}),
    ...(nudges === undefined ? {} : { nudges: nudges === "on" }),
  };
  return await withStudentOf(context, which, async (app, student) => {
    const { chooseListing } = await import("#features/rankings/choose-listing.ts");
    const choice = await chooseListing({
      db: app.database.db,
      now: app.clock.now(),
      studentId: student.id,
      change,
      by: "cli",
    });
    const { terminal, text } = context;
    if (context.json) terminal.json({ studentId: student.id, ...choice });
    else {
      const shown = choice.pseudonym ?? student.displayName;
      const place = choice.hidden
        ? say(`${student.displayName} ne paraît dans aucun classement.`, `${student.displayName} is in no ranking.`)
        : say(
            `${student.displayName} paraît sous le nom « ${shown} ».`,
            `${student.displayName} is listed as "${shown}".`,
          );
      terminal.say(printable(text(place)));
    }
    return 0;
  });
}
