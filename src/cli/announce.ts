import { readFileSync } from "node:fs";

import type { App } from "#app/parts.ts";
import type { Announced, AnnouncementText } from "#features/messages/announce-to-groups.ts";
import { isRetired } from "#features/roster/group-rules.ts";
import type { GroupRow } from "#features/roster/store.ts";
import { count, say } from "#lib/bilingual.ts";
import type { Instant } from "#lib/clock.ts";
import { causeOf, failed, ok, type Result } from "#lib/failure.ts";
import type { TimeZone } from "#lib/ids.ts";

import { textValue, type Command, type CommandContext, type ExitCode } from "./command.ts";
import { readMoment } from "./days.ts";
import { withClient } from "./open-app.ts";
import { printable } from "./terminal.ts";
import { misused, wordMissing, wrongValue } from "./usage-failures.ts";
import { dayAndTime } from "./wording.ts";

const usage = 'announce "TEXT" --all|--to GROUP[;GROUP…] [--at "2026-03-30 18:00"] [--dry-run]';

/** `carillon announce`: something said by hand to some or all groups. */
export const announce: Command = {
  name: "announce",
  summary: say("Annonce quelque chose à des groupes, à la main.", "Announces something to groups, by hand."),
  usage: [usage],
  options: {
    all: { type: "boolean", about: say("À tous les groupes.", "To all groups.") },
    to: {
      type: "string",
      value: "GROUP;…",
      about: say(
        "À ces groupes : identifiant ou nom, séparés par « ; ».",
        "To these groups: id or name, separated by `;`.",
      ),
    },
    fr: {
      type: "string",
      value: "TEXT",
      about: say("Le texte des groupes en français.", "The text for French groups."),
    },
    en: {
      type: "string",
      value: "TEXT",
      about: say("Le texte des groupes en anglais.", "The text for English groups."),
    },
    file: {
      type: "string",
      value: "FILE",
      about: say("Lit le texte dans ce fichier.", "Reads the text from this file."),
    },
    at: {
      type: "string",
      value: "MOMENT",
      about: say(
        "Quand l'envoyer, heure de l'école : « 2026-03-30 18:00 ». Sans cela, tout de suite.",
        "When to send it, the school's time: `2026-03-30 18:00`. At once without it.",
      ),
    },
    again: {
      type: "boolean",
      about: say(
        "Le redit, même si ces mots sont déjà partis ce jour.",
        "Says it again, even if these words left today.",
      ),
    },
    "dry-run": { type: "boolean", about: say("Montre seulement à qui cela irait.", "Only shows whom it would go to.") },
  },
  details: say(
    "Les mêmes mots au même groupe le même jour ne partent qu'une fois. « carillon messages » montre ce qu'ils deviennent, et les retire.",
    "The same words to the same group on the same day leave once only. `carillon messages` shows what becomes of them, and takes them back.",
  ),
  words: { least: 0, most: 1 },
  run: async (context) => {
    const text = textFrom(context);
    if (!text.ok) return misused(context, text.failure);
    const to = textValue(context, "to");
    if ((to === undefined) === (context.values["all"] !== true))
      return misused(context, wordMissing("announce", usage));
    return await withClient(context, async (app) => {
      const dueAt = momentFrom(context, app.config.school.timeZone, app.clock.now());
      if (!dueAt.ok) return misused(context, dueAt.failure);
      const groups = await groupsFrom(app, to);
      if (!groups.ok) return context.fail(groups.failure);
      if (context.values["dry-run"] === true) return await preview(context, groups.value, text.value);
      return await plan(context, app, { groups: groups.value, text: text.value, dueAt: dueAt.value });
    });
  },
};

function textFrom(context: CommandContext): Result<AnnouncementText> {
  const [word] = context.words;
  const fr = textValue(context, "fr");
  const en = textValue(context, "en");
  const file = textValue(context, "file");
  if (file !== undefined) {
    try {
      return ok({ fr: readFileSync(file, "utf8").trim() });
    } catch (error) {
      const remedy = say("Vérifiez son chemin et ses droits.", "Check its path and its permissions.");
      return failed({ ...wrongValue("--file", file, remedy), cause: causeOf(error) });
    }
  }
  if (word !== undefined) return ok({ fr: word });
  if (fr === undefined && en === undefined) return failed(wordMissing("announce", usage));
  return ok({ ...(fr === undefined ? {} : { fr }), ...(en === undefined ? {} : { en }) });
}

function momentFrom(context: CommandContext, zone: TimeZone, now: Instant): Result<Instant> {
  const written = textValue(context, "at");
  return written === undefined ? ok(now) : readMoment("--at", written.trim(), zone);
}

async function groupsFrom(app: App, to: string | undefined): Promise<Result<readonly GroupRow[]>> {
  const { db } = app.database;
  if (to === undefined) {
    const { listGroups } = await import("#features/roster/store.ts");
    return ok((await listGroups(db)).filter((group) => !isRetired(group)));
  }
  const { findGroupByWords } = await import("#features/roster/find-group-by-words.ts");
  const groups: GroupRow[] = [];
  for (const which of to.split(";").map((each) => each.trim())) {
    const found = await findGroupByWords({ db, which });
    if (!found.ok) return found;
    groups.push(found.value);
  }
  return ok(groups);
}

async function preview(
  { json, terminal, text }: CommandContext,
  groups: readonly GroupRow[],
  words: AnnouncementText,
): Promise<ExitCode> {
  const { wordsFor } = await import("#features/messages/announce-to-groups.ts");
  const lines = groups.map((group) => ({
    group: group.title,
    chatId: group.chatId,
    active: group.active,
    text: wordsFor(words, group.language),
  }));
  if (json) terminal.json(lines);
  for (const line of json ? [] : lines) {
    const mark = line.active ? terminal.tone("good", "→") : terminal.tone("bad", "✗");
    terminal.print(`${mark} ${printable(line.group)} (${line.chatId}): ${printable(line.text)}`);
  }
  if (!json) terminal.say(text(say("Rien n'est parti (--dry-run).", "Nothing left (--dry-run).")));
  return 0;
}

async function plan(
  context: CommandContext,
  app: App,
  {
    groups,
    text,
    dueAt,
  }: { readonly groups: readonly GroupRow[]; readonly text: AnnouncementText; readonly dueAt: Instant },
): Promise<ExitCode> {
  const { announceToGroups } = await import("#features/messages/announce-to-groups.ts");
  const now = app.clock.now();
  const zone = app.config.school.timeZone;
  const done = await announceToGroups({
    db: app.database.db,
    now,
    wake: app.wakeSender,
    by: "cli",
    groups,
    text,
    dueAt,
    day: now.toZonedDateTimeISO(zone).toPlainDate().toString(),
    again: context.values["again"] === true,
  });
  if (!done.ok) return context.fail(done.failure);
  tell(context, done.value, dueAt, zone);
  const { findEngine } = await import("#database/engine-presence.ts");
  if (!context.json && (await findEngine(app.database)) === undefined) context.terminal.say(context.text(nobodySends));
  return done.value.skipped.length > 0 || done.value.planned.length === 0 ? 3 : 0;
}

function tell(
  context: CommandContext,
  { id, planned, already, skipped }: Announced,
  dueAt: Instant,
  zone: TimeZone,
): void {
  const { terminal, text, json, language } = context;
  if (json) {
    terminal.json({ id, dueAt, planned: ids(planned), already: ids(already), skipped: ids(skipped) });
    return;
  }
  const when = dayAndTime(dueAt, zone, language);
  const groups = count(planned.length, "groupe", "groupes", "group", "groups");
  terminal.print(text(say(`${groups.fr} : l'annonce part ${when}.`, `${groups.en}: the announcement leaves ${when}.`)));
  for (const group of already) terminal.print(`  = ${printable(group.title)} ${text(alreadySaid)}`);
  for (const group of skipped)
    terminal.print(`  ${terminal.tone("bad", "✗")} ${printable(group.title)} ${text(unwritable)}`);
}

const nobodySends = say(
  "Carillon ne tourne pas : l'annonce partira quand « carillon start » tournera.",
  "Carillon does not run: the announcement leaves when `carillon start` runs.",
);
const alreadySaid = say(
  "l'a déjà reçue aujourd'hui (--again la redit)",
  "has it already today (--again says it again)",
);
const unwritable = say("ne peut pas recevoir : « carillon groups »", "cannot be written to: `carillon groups`");

function ids(groups: readonly GroupRow[]): readonly string[] {
  return groups.map((group) => group.chatId);
}
