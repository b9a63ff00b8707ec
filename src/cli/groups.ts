import { isRetired } from "#features/roster/group-rules.ts";
import type { GroupEdit } from "#features/roster/edit-group.ts";
import type { GroupRow } from "#features/roster/store.ts";
import { say } from "#lib/bilingual.ts";
import type { Failure } from "#lib/failure.ts";
import { timeZone, type TimeZone } from "#lib/ids.ts";

import { textValue, type Command, type CommandContext, type ExitCode } from "./command.ts";
import { groupDocument, printGroups } from "./group-lines.ts";
import { withClient, withDatabaseIfAny } from "./open-app.ts";
import { misused, wordMissing, wrongValue } from "./usage-failures.ts";
import { runVerb, type Verbs } from "./verbs.ts";

const setUsage = "groups set GROUP [--language fr|en] [--zones A,B] [--topic N|none] [--on|--off]";

const verbs: Verbs = {
  check: {
    usage: "groups check [GROUP]",
    least: 0,
    most: 1,
    run: async (context, [name]) => await check(context, name),
  },
  set: { usage: setUsage, least: 1, most: 1, run: async (context, [name = ""]) => await set(context, name) },
};

/** `carillon groups`: the Telegram groups, what is wrong with them and how to mend it. */
export const groups: Command = {
  name: "groups",
  summary: say(
    "Montre les groupes Telegram, ce qui n'y va pas et le remède ; les vérifie, les change.",
    "Shows the Telegram groups, what is wrong there and the remedy; checks and changes them.",
  ),
  usage: ["groups", ...Object.values(verbs).map((verb) => verb.usage)],
  options: {
    language: { type: "string", value: "fr|en", about: say("Langue de ses messages.", "Language of its messages.") },
    zones: {
      type: "string",
      value: "A,B",
      about: say(
        "Fuseaux de ses élèves (IANA), séparés par des virgules ; « school » : ceux de l'école.",
        "Its students' zones (IANA), separated by commas; `school`: the school's.",
      ),
    },
    topic: {
      type: "string",
      value: "N|none",
      about: say(
        "Sujet du forum où écrire ; « none » : le général.",
        "The forum's topic to write to; `none`: general.",
      ),
    },
    on: { type: "boolean", about: say("Remet le groupe en service.", "Switches the group on again.") },
    off: { type: "boolean", about: say("N'écrit plus à ce groupe.", "Writes to this group no more.") },
  },
  details: say(
    "GROUP : l'identifiant Telegram (-100…), l'ancien compris, ou le nom exact. « check » demande à Telegram ce que le bot est dans chaque groupe. Code de sortie 3 quand un groupe ne peut pas recevoir.",
    "GROUP: the Telegram id (-100…), a former one too, or the exact name. `check` asks Telegram what the bot is in each group. Exit code 3 when a group cannot be written to.",
  ),
  words: { least: 0, most: 2 },
  run: async (context) => await runVerb(context, "groups", verbs, list),
};

async function list(context: CommandContext): Promise<ExitCode> {
  return await withDatabaseIfAny(context, async (database, { school }) => {
    const { listGroups } = await import("#features/roster/store.ts");
    const { listAliases } = await import("#features/roster/group-store.ts");
    const rows = database === undefined ? [] : await listGroups(database.db);
    const aliases = database === undefined ? new Map() : await listAliases(database.db);
    return tell(context, rows, aliases, school.timeZone);
  });
}

function tell(
  context: CommandContext,
  rows: readonly GroupRow[],
  aliases: ReadonlyMap<string, readonly string[]>,
  zone: TimeZone,
): ExitCode {
  const shown = rows.filter((row) => !isRetired(row));
  if (context.json) context.terminal.json(shown.map((row) => groupDocument(row, aliases.get(row.id) ?? [], context)));
  else printGroups(context, shown, aliases, zone);
  return shown.every((row) => row.active || row.trouble === "off") ? 0 : 3;
}

async function check(context: CommandContext, name: string | undefined): Promise<ExitCode> {
  return await withClient(context, async (app) => {
    const [{ listGroups }, { listAliases }, { findGroupByWords }, { checkTheseGroups }] = await Promise.all([
      import("#features/roster/store.ts"),
      import("#features/roster/group-store.ts"),
      import("#features/roster/find-group-by-words.ts"),
      import("#app/hearing/check-groups.ts"),
    ]);
    const { db } = app.database;
    const named = name === undefined ? undefined : await findGroupByWords({ db, which: name });
    if (named?.ok === false) return context.fail(named.failure);
    const wanted = named === undefined ? (await listGroups(db)).filter((row) => !isRetired(row)) : [named.value];
    const checked = await checkTheseGroups(app, wanted);
    const ids = new Set(wanted.map((row) => row.id));
    const now = (await listGroups(db)).filter((row) => ids.has(row.id));
    const code = tell(context, now, await listAliases(db), app.config.school.timeZone);
    return checked.failure === undefined ? code : context.fail(checked.failure);
  });
}

async function set(context: CommandContext, name: string): Promise<ExitCode> {
  const edit = editFrom(context);
  if ("code" in edit) return misused(context, edit);
  if (Object.keys(edit).length === 0) return misused(context, wordMissing(`groups set ${name}`, setUsage));
  return await withClient(context, async (app) => {
    const [{ listAliases }, { findGroupByWords }, { editGroup }] = await Promise.all([
      import("#features/roster/group-store.ts"),
      import("#features/roster/find-group-by-words.ts"),
      import("#features/roster/edit-group.ts"),
    ]);
    const { db } = app.database;
    const group = await findGroupByWords({ db, which: name });
    if (!group.ok) return context.fail(group.failure);
    const edited = await editGroup({ db, now: app.clock.now(), by: "cli", id: group.value.id, edit });
    if (edited !== undefined) tell(context, [edited], await listAliases(db), app.config.school.timeZone);
    return 0;
  });
}

function editFrom(context: CommandContext): GroupEdit | Failure {
  const edit: { -readonly [Key in keyof GroupEdit]: GroupEdit[Key] } = {};
  const language = textValue(context, "language");
  if (language !== undefined) {
    if (language !== "fr" && language !== "en") {
      return wrongValue("--language", language, say("Donnez fr ou en.", "Give fr or en."));
    }
    edit.language = language;
  }
  const zones = textValue(context, "zones");
  if (zones !== undefined) {
    const written = zones === "school" ? [] : zones.split(",").map((zone) => zone.trim());
    const read = written.map(timeZone).filter((zone) => zone !== undefined);
    if (read.length !== written.length) {
      return wrongValue(
        "--zones",
        zones,
        say(
          "Donnez des fuseaux IANA, par exemple Europe/Paris,Africa/Abidjan.",
          "Give IANA zones, for example Europe/Paris,Africa/Abidjan.",
        ),
      );
    }
    edit.audienceZones = read;
  }
  const topic = textValue(context, "topic");
  if (topic !== undefined) {
    if (topic !== "none" && !/^[1-9]\d{0,15}$/.test(topic)) {
      return wrongValue(
        "--topic",
        topic,
        say("Donnez le numéro du sujet, ou none.", "Give the topic's number, or none."),
      );
    }
    edit.topicId = topic === "none" ? null : topic;
  }
  const { on, off } = context.values;
  if (on === true && off === true) {
    return wrongValue("groups set", "--on --off", say("Donnez l'un ou l'autre.", "Give one or the other."));
  }
  if (on === true || off === true) edit.on = on === true;
  return edit;
}
