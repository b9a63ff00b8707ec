import type { HolidayWish } from "#features/school/change-holiday.ts";
import type { HolidayRow } from "#features/school/store.ts";
import { say } from "#lib/bilingual.ts";

import type { Command, CommandContext, ExitCode } from "./command.ts";
import { readDays } from "./days.ts";
import { withClient, withDatabaseIfAny } from "./open-app.ts";
import { printable, table } from "./terminal.ts";
import { misused } from "./usage-failures.ts";
import { runVerb, type Verb, type Verbs } from "./verbs.ts";

const verbs: Verbs = {
  add: {
    usage: "holidays add DAYS NAME",
    least: 2,
    most: 2,
    async run(context, [written = "", name = ""]) {
      const days = readDays("holidays add", written);
      return days.ok ? await change(context, { kind: "add", ...days.value, name }) : misused(context, days.failure);
    },
  },
  remove: ofDay("remove"),
  teach: ofDay("teach"),
  close: ofDay("close"),
};

function ofDay(kind: Exclude<HolidayWish["kind"], "add">): Verb {
  return {
    usage: `holidays ${kind} DAY`,
    least: 1,
    most: 1,
    run: async (context, [day = ""]) => await change(context, { kind, day }),
  };
}

/** `carillon holidays`: the days without classes. */
export const holidays: Command = {
  name: "holidays",
  summary: say(
    "Montre les jours sans cours, en ajoute, en enlève, ou donne cours un jour férié.",
    "Shows the days without classes, adds or removes some, or teaches on a holiday.",
  ),
  usage: ["holidays", ...Object.values(verbs).map((verb) => verb.usage)],
  options: {},
  details: say(
    "Les jours fériés des pays de CARILLON_HOLIDAYS sont repris chaque dimanche ; add en ajoute à la main : « holidays add 2026-12-21..2027-01-03 'Vacances de Noël' ». teach donne cours malgré le congé, close l'annule. Avec --json : [{id, country, from, until, name, taught}].",
    "The public holidays of the countries of CARILLON_HOLIDAYS are read each Sunday; add adds some by hand: `holidays add 2026-12-21..2027-01-03 'Christmas break'`. teach teaches in spite of the holiday, close takes that back. With --json: [{id, country, from, until, name, taught}].",
  ),
  words: { least: 0, most: 3 },
  run: async (context) => await runVerb(context, "holidays", verbs, list),
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
