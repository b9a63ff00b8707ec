import { announceToGroups } from "#features/messages/announce-to-groups.ts";
import { changeMessage } from "#features/messages/change-message.ts";
import { changeMessages } from "#features/messages/change-messages.ts";
import { noSuchMessage, verbDone, whyNot, type MessageVerb } from "#features/messages/change-rules.ts";
import { defaultTemplates } from "#features/messages/default-templates-rules.ts";
import { readFirstPicture } from "#features/messages/files-store.ts";
import { plainText, splitHtml } from "#features/messages/html-rules.ts";
import { countOutbox, listOutbox, type OutboxLine } from "#features/messages/outbox-store.ts";
import { findMessageHistory, type MessageHistory } from "#features/messages/reading-store.ts";
import { templateNames } from "#features/messages/rules.ts";
import { saveTemplate } from "#features/messages/save-template.ts";
import { readTemplates } from "#features/messages/template-store.ts";
import { sampleOf, templateVariables, whyNotTemplate } from "#features/messages/template-rules.ts";
import { tryMessage } from "#features/messages/try-message.ts";
import { isRetired } from "#features/roster/group-rules.ts";
import { listGroups } from "#features/roster/store.ts";
import type { Instant } from "#lib/clock.ts";
import type { Failure } from "#lib/failure.ts";
import { versionOf } from "#lib/version.ts";

import { dataAddress } from "./data-address.ts";
import { actorOf, guarded, toldOf, type RouteContext } from "./guard.ts";
import { toldOnPage } from "./page-words.ts";
import { whoDid } from "#app/who-did.ts";

/** How much of a message is told in a list, in characters. */
const excerpt = 160;
const verbs: readonly MessageVerb[] = ["hold", "resume", "cancel", "restore", "now", "again", "reword", "recall"];

/** The routes of the outbox, of announcements and of the school's own words. */
export const messageRoutes = guarded.messages.router({
  list: guarded.messages.list.handler(async ({ context, input }) => {
    const { day, state, kind, words, limit } = input;
    const [at, below] = input.after?.split(" ") ?? [];
    const dueAt = at === undefined ? undefined : instantIn(at);
    const after = dueAt === undefined ? undefined : { dueAt, number: Number(below) };
    const { db } = context.app.database;
    // One more than is shown tells whether there is another page.
    const rows = await listOutbox(db, { ...spanOf(context, day), state, kind, words, after, limit: limit + 1 });
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    const next = last === undefined ? null : `${last.dueAt.toString()} ${last.number}`;
    return { rows: rows.slice(0, limit).map(shown), next };
  }),
  counts: guarded.messages.counts.handler(
    async ({ context, input }) => await countOutbox(context.app.database.db, spanOf(context, input.day)),
  ),
  show: guarded.messages.show.handler(async ({ context, input, errors }) => {
    const { app } = context;
    const { db } = app.database;
    const found = await findMessageHistory(db, input.number);
    if (found === undefined) throw errors.REFUSED(toldOf(noSuchMessage(input.number)));
    const picture = await readFirstPicture(db, found.message.id);
    return {
      ...wholly(found, await whoDid(db), app.clock.now()),
      picture: picture === undefined ? null : dataAddress(picture),
    };
  }),
  change: guarded.messages.change.handler(async ({ context, input, errors }) => {
    const { app } = context;
    const { number, change } = input;
    const { db } = app.database;
    const by = actorOf(context);
    const done = await changeMessage({ db, now: app.clock.now(), wake: app.wakeSender, by, number, change });
    if (done.ok) return { state: done.value.state, done: verbDone[change.verb] };
    throw errors.REFUSED(
      toldOf(done.failure.code === "message.bad-text" ? atField("html", done.failure) : done.failure),
    );
  }),
  changeMany: guarded.messages.changeMany.handler(async ({ context, input }) => {
    const { app } = context;
    const { done } = await changeMessages({
      db: app.database.db,
      now: app.clock.now(),
      wake: app.wakeSender,
      by: actorOf(context),
      ...input,
    });
    return { done: [...done] };
  }),
  try: guarded.messages.try.handler(async ({ context, input, errors }) => {
    const { app } = context;
    const { testChat } = app.config.messages;
    const done = await tryMessage({
      db: app.database.db,
      now: app.clock.now(),
      wake: app.wakeSender,
      by: actorOf(context),
      number: input.number,
      testChat,
    });
    if (!done.ok) throw errors.REFUSED(toldOf(done.failure));
    return { number: done.value.number };
  }),
  announce: guarded.messages.announce.handler(async ({ context, input, errors }) => {
    const { app } = context;
    const { db } = app.database;
    const now = app.clock.now();
    const zone = app.config.school.timeZone;
    const wanted = input.groupIds === undefined ? undefined : new Set(input.groupIds);
    const groups = (await listGroups(db)).filter((group) => wanted?.has(group.id) ?? !isRetired(group));
    const done = await announceToGroups({
      db,
      now,
      wake: app.wakeSender,
      by: actorOf(context),
      groups,
      text: { ...given("fr", input.fr), ...given("en", input.en) },
      dueAt: input.at === undefined ? now : Temporal.PlainDateTime.from(input.at).toZonedDateTime(zone).toInstant(),
      day: now.toZonedDateTimeISO(zone).toPlainDate().toString(),
      again: input.again,
    });
    if (!done.ok) throw errors.REFUSED(toldOf(done.failure));
    const { planned, already, skipped } = done.value;
    return {
      planned: planned.length,
      already: already.map((group) => group.title),
      skipped: skipped.map((group) => group.title),
    };
  }),
  templates: guarded.messages.templates.handler(async ({ context }) => {
    const wordsOf = await readTemplates(context.app.database.db);
    return templateNames.flatMap((name) =>
      (["fr", "en"] as const).map((language) => {
        const body = wordsOf(name, language);
        return {
          name,
          language,
          body,
          isOurs: body === defaultTemplates[name][language],
          version: versionOf({ body }),
          variables: Object.entries(templateVariables[name]).map(([key, { about }]) => ({ name: key, about })),
        };
      }),
    );
  }),
  checkTemplate: guarded.messages.checkTemplate.handler(({ input: { name, language, body } }) => {
    const problem = whyNotTemplate(name, language, body) ?? null;
    return { problem, sample: problem === null ? sampleOf(name, language, body) : null };
  }),
  saveTemplate: guarded.messages.saveTemplate.handler(async ({ context, input, errors }) => {
    const { app } = context;
    const saved = await saveTemplate({
      db: app.database.db,
      now: app.clock.now(),
      by: actorOf(context),
      ...input,
    });
    if (saved.ok) return { body: saved.value };
    throw errors.REFUSED(
      toldOf(saved.failure.code === "template.broken" ? atField("body", saved.failure) : saved.failure),
    );
  }),
});

/** The field of the form that a failure is about. */
function atField(place: string, failure: Failure): Failure {
  return { ...failure, place };
}

function given(language: "fr" | "en", text: string) {
  return text.trim() === "" ? {} : { [language]: text.trim() };
}

function instantIn(written: string): Instant | undefined {
  try {
    return Temporal.Instant.from(written);
  } catch {
    return undefined;
  }
}

/** A day of the school's zone. */
function spanOf({ app }: RouteContext, day: string | undefined) {
  if (day === undefined) return {};
  const zone = app.config.school.timeZone;
  const first = Temporal.PlainDate.from(day);
  const from = first.toZonedDateTime(zone).toInstant();
  return { from, until: first.add({ days: 1 }).toZonedDateTime(zone).toInstant() };
}

function shortly(failure: Failure | null) {
  return failure === null ? null : toldOnPage(failure);
}

function shown({ number, kind, state, group, dueAt, sentAt, recalledAt, html, failure }: OutboxLine) {
  return {
    number,
    kind,
    state,
    group,
    dueAt: dueAt.toString(),
    sentAt: sentAt?.toString() ?? null,
    recalledAt: recalledAt?.toString() ?? null,
    text: plainText(html).trim().slice(0, excerpt),
    failure: shortly(failure),
  };
}

function wholly(
  { message, fileCount, tries, corrections }: MessageHistory,
  nameOf: (by: string) => string,
  now: Instant,
) {
  const { form, html } = message;
  return {
    ...shown({ ...message, group: message.groupTitle }),
    form,
    html,
    parts: form === "text" ? [...splitHtml(html)] : [html],
    files: fileCount,
    buttons: (message.buttons ?? []).map((line) => line.map((button) => button.text)),
    expiresAt: message.expiresAt.toString(),
    verbs: verbs.filter((verb) => whyNot(verb, message, now) === undefined),
    version: versionOf({ html }),
    tries: tries.map((one) => ({
      try: one.try,
      action: one.action,
      mode: one.mode,
      chatId: one.chatId,
      startedAt: one.startedAt.toString(),
      endedAt: one.endedAt?.toString() ?? null,
      outcome: one.outcome,
      failure: shortly(one.failure),
    })),
    corrections: corrections.map((one) => ({
      action: one.action,
      state: one.state,
      by: nameOf(one.by),
      askedAt: one.askedAt.toString(),
      failure: shortly(one.failure),
    })),
  };
}
