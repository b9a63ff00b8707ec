import type { HolidayWish } from "#features/school/change-holiday.ts";
import type { HolidayRow } from "#features/school/store.ts";
import { say } from "#lib/bilingual.ts";

import type { Command, CommandContext, ExitCode } from "./command.ts";
import { readDays } from "./days.ts";
import { nearest } from "./nearest.ts";
import { withClient, withDatabaseIfAny } from "./open-app.ts";
import { printable, table } from "./terminal.ts";
import { misused, unknownCommand, wordMissing, wordTooMany } from "./usage-failures.ts";

const usage = {
  add: "holidays add DAYS NAME",
  remove: "holidays remove DAY",
  teach: "holidays teach DAY",
  close: "holidays close DAY",
} as const;
type Verb = keyof typeof usage;
const verbs = Object.keys(usage) as readonly Verb[];

/** `carillon holidays`: the days without classes. */
export const holidays: Command = {
  name: "holidays",
  summary: say(
    "Montre les jours sans cours, en ajoute, en enlève, ou donne cours un jour férié.",
    "Shows the days without classes, adds or removes some, or teaches on a holiday.",
  ),
  usage: ["holidays", ...Object.values(usage)],
  options: {},
  details: say(
    "Les jours fériés des pays de CARILLON_HOLIDAYS sont repris chaque dimanche ; add en ajoute à la main : « holidays add 2026-12-21..2027-01-03 'Vacances de Noël' ». teach donne cours malgré le congé, close l'annule. Avec --json : [{id, country, from, until, name, taught}].",
    "The public holidays of the countries of CARILLON_HOLIDAYS are read each Sunday; add adds some by hand: `holidays add 2026-12-21..2027-01-03 'Christmas break'`. teach teaches in spite of the holiday, close takes that back. With --json: [{id, country, from, until, name, taught}].",
  ),
  words: { least: 0, most: 3 },
  run: async (context) => {
    const [verb, day, name, extra] = context.words;
    if (verb === undefined) return await list(context);
    const known = verbs.find((each) => each === verb);
    if (known === undefined) {
      const meant = nearest(verb, verbs);
      return misused(context, unknownCommand(`holidays ${verb}`, meant && `holidays ${meant}`));
    }
    const isAdd = known === "add";
    if (day === undefined || (isAdd && name === undefined)) {
      return misused(context, wordMissing(`holidays ${known}`, usage[known]));
    }
    const tooMuch = isAdd ? extra : name;
    if (tooMuch !== undefined) return misused(context, wordTooMany(tooMuch, usage[known]));
    if (!isAdd) return await change(context, { kind: known, day });
    const days = readDays("holidays add", day);
    if (!days.ok) return misused(context, days.failure);
    return await change(context, { kind: "add", ...days.value, name: name ?? "" });
  },
};

async function list(context: CommandContext): Promise<ExitCode> {
  return await withDatabaseIfAny(context, async (database, config) => {
    const { listHolidays } = await import("#features/school/store.ts");
    const today = context.clock.now().toZonedDateTimeISO(config.school.timeZone).toPlainDate();
    const rows =
      database === undefined
        ? []
        : await listHolidays(database.db, today.toString(), today.add({ years: 2 }).toString());
    show(context, rows);
    return 0;
  });
}

async function change(context: CommandContext, wish: HolidayWish): Promise<ExitCode> {
  return await withClient(context, async (app) => {
    const [{ changeWeek }, { changeHoliday }] = await Promise.all([
      import("#app/change-week.ts"),
      import("#features/school/change-holiday.ts"),
    ]);
    const done = await changeWeek(app, "cli", async (tx, now) => await changeHoliday({ db: tx, now, by: "cli", wish }));
    if (!done.ok) return context.fail(done.failure);
    show(context, [done.value.value]);
    return 0;
  });
}

function show({ json, terminal, text }: CommandContext, rows: readonly HolidayRow[]): void {
  if (json) {
    terminal.json(
      rows.map(({ id, country, from, until, name, taught }) => ({
        id,
        country,
        from,
        until,
        name: text(name),
        taught,
      })),
    );
  } else if (rows.length === 0) {
    terminal.say(text(say("Aucun jour sans cours n'est connu.", "No day without classes is known.")));
  } else {
    const heads = [
      say("Du", "From"),
      say("Au", "Until"),
      say("Nom", "Name"),
      say("Pays", "Country"),
      say("Cours", "Classes"),
    ];
    const lines = rows.map((row) => [
      row.from,
      row.until,
      printable(text(row.name)),
      row.country ?? "–",
      text(row.taught ? say("oui", "yes") : say("non", "no")),
    ]);
    for (const line of table(heads.map(text), lines)) terminal.print(line);
  }
}
