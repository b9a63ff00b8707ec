import { say } from "#lib/bilingual.ts";

import type { Command, CommandContext, ExitCode } from "./command.ts";
import { withClient, withDatabaseIfAny } from "./open-app.ts";
import { printable, table } from "./terminal.ts";
import { misused, wrongValue } from "./usage-failures.ts";
import { runVerb, type Verb, type Verbs } from "./verbs.ts";
import { momentIn } from "./wording.ts";

const verbs: Verbs = { make: verbOf("make"), remove: verbOf("remove") };

function verbOf(verb: "make" | "remove"): Verb {
  return {
    usage: `calendars ${verb} coach|group NAME`,
    least: 2,
    most: 2,
    async run(context, [kind = "", written = ""]) {
      if (kind === "coach" || kind === "group") return await change(context, verb, kind, written);
      const allowed = say("Écrivez coach ou group.", "Write coach or group.");
      return misused(context, wrongValue(`calendars ${verb}`, kind, allowed));
    },
  };
}

/** `carillon calendars`: iCal addresses of coaches and groups. */
export const calendars: Command = {
  name: "calendars",
  summary: say(
    "Donne à un coach ou à un groupe l'adresse de son agenda (iCal), ou la retire.",
    "Gives a coach or a group the address of their calendar (iCal), or takes it away.",
  ),
  usage: ["calendars", ...Object.values(verbs).map((verb) => verb.usage)],
  options: {},
  details: say(
    "make montre l'adresse une seule fois : Carillon n'en garde que la trace. Refaite, l'ancienne ne répond plus. L'adresse commence par CARILLON_PUBLIC_ADDRESS. Avec --json : [{kind, name, by, createdAt}], ou {name, address}.",
    "make shows the address only once: Carillon keeps its trace only. Made again, the old one stops answering. The address begins with CARILLON_PUBLIC_ADDRESS. With --json: [{kind, name, by, createdAt}], or {name, address}.",
  ),
  words: { least: 0, most: 3 },
  run: async (context) => await runVerb(context, "calendars", verbs, list),
};

async function list(context: CommandContext): Promise<ExitCode> {
  return await withDatabaseIfAny(context, async (database, config) => {
    const { listCalendars } = await import("#features/sessions/calendar-store.ts");
    const rows = database === undefined ? [] : await listCalendars(database.db);
    const { terminal, text } = context;
    const kindOf = (row: (typeof rows)[number]) => (row.coachId === null ? "group" : "coach");
    if (context.json) {
      terminal.json(rows.map((row) => ({ kind: kindOf(row), name: row.name, by: row.by, createdAt: row.createdAt })));
    } else if (rows.length === 0) {
      terminal.say(text(say("Aucun agenda n'a d'adresse.", "No calendar has an address.")));
    } else {
      const heads = ["", say("Nom", "Name"), say("Depuis", "Since"), say("Par qui", "By")];
      const lines = rows.map((row) => [
        kindOf(row),
        printable(row.name),
        momentIn(row.createdAt, config.school.timeZone),
        printable(row.by),
      ]);
      for (const line of table(
        heads.map((head) => (typeof head === "string" ? head : text(head))),
        lines,
      )) {
        terminal.print(line);
      }
    }
    return 0;
  });
}

async function change(
  context: CommandContext,
  verb: "make" | "remove",
  kind: "coach" | "group",
  written: string,
): Promise<ExitCode> {
  return await withClient(context, async (app) => {
    const { changeCalendarAddress } = await import("#app/calendar-address.ts");
    const done = await changeCalendarAddress(app, { by: "cli", owner: { kind, written }, change: verb });
    if (!done.ok) return context.fail(done.failure);
    const { name, address } = done.value;
    if (context.json) context.terminal.json({ name, address });
    else context.terminal.print(address ?? printable(name));
    if (address !== null && app.config.publicAddress === undefined) context.terminal.say(context.text(localOnly));
    return 0;
  });
}

const localOnly = say(
  "Cette adresse ne vaut que sur cette machine : mettez l'adresse publique de Carillon dans CARILLON_PUBLIC_ADDRESS.",
  "This address is good on this machine only: put Carillon's public address into CARILLON_PUBLIC_ADDRESS.",
);
