import type { App } from "#app/parts.ts";
import { changeMessage, type WantedChange } from "#features/messages/change-message.ts";
import { noSuchMessage, tried, verbDone, type MessageVerb } from "#features/messages/change-rules.ts";
import { findMessageHistory } from "#features/messages/reading-store.ts";
import { tryMessage } from "#features/messages/try-message.ts";
import { say, type Bilingual } from "#lib/bilingual.ts";
import { ok, type Result } from "#lib/failure.ts";

import type { CommandContext, ExitCode } from "./command.ts";
import { givenText } from "./given-text.ts";
import { messageDocument, printHistory, printPreview } from "./message-views.ts";
import { withClient, withDatabaseIfAny } from "./open-app.ts";
import { misused, wordMissing } from "./usage-failures.ts";

/** `messages show N` and `messages preview N`. */
export async function showOne(context: CommandContext, number: number, how: "show" | "preview"): Promise<ExitCode> {
  return await withDatabaseIfAny(context, async (database, config) => {
    const history = database === undefined ? undefined : await findMessageHistory(database.db, number);
    if (history === undefined) return context.fail(noSuchMessage(number));
    if (how === "show") printHistory(context, history, config.school.timeZone);
    else printPreview(context, history);
    return 0;
  });
}

/** The verbs that change something. */
export async function changeByHand(
  context: CommandContext,
  number: number,
  verb: MessageVerb | "try",
): Promise<ExitCode> {
  if (verb === "try") return await withClient(context, async (app) => await tryIt(context, app, number));
  const change = readChange(context, verb);
  if (!change.ok) return misused(context, change.failure);
  return await withClient(context, async (app) => {
    const { db } = app.database;
    const now = app.clock.now();
    const done = await changeMessage({ db, now, wake: app.wakeSender, by: "cli", number, change: change.value });
    return done.ok ? await tell(context, app, number, verbDone[verb]) : context.fail(done.failure);
  });
}

async function tryIt(context: CommandContext, app: App, number: number): Promise<ExitCode> {
  const { db } = app.database;
  const { testChat } = app.config.messages;
  const done = await tryMessage({ db, now: app.clock.now(), wake: app.wakeSender, by: "cli", number, testChat });
  return done.ok ? await tell(context, app, done.value.number, tried) : context.fail(done.failure);
}

async function tell(context: CommandContext, app: App, number: number, what: Bilingual): Promise<ExitCode> {
  const history = await findMessageHistory(app.database.db, number);
  if (context.json && history !== undefined) context.terminal.json(messageDocument(history.message, context));
  else context.terminal.print(`${number}: ${context.text(what)}`);
  return 0;
}

function readChange(context: CommandContext, verb: MessageVerb): Result<WantedChange> {
  if (verb !== "reword") return ok({ verb });
  const text = givenText(context, {
    missing: wordMissing("messages reword", 'messages reword N --text "…"|--file FILE'),
    unreadable: {
      code: "message.file-unreadable",
      what: say("Le fichier du texte ne se lit pas.", "The file of the text cannot be read."),
    },
  });
  return text.ok ? ok({ verb, html: text.value }) : text;
}
