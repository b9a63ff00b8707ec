import { stateWords } from "#features/messages/change-rules.ts";
import { plainText, splitHtml } from "#features/messages/html-rules.ts";
import type { ListedMessage, MessageHistory } from "#features/messages/reading-store.ts";
import type { MessageState } from "#features/messages/rules.ts";
import { say } from "#lib/bilingual.ts";
import type { TimeZone } from "#lib/ids.ts";

import type { CommandContext } from "./command.ts";
import { inLanguage, printable, table, type Tone } from "./terminal.ts";
import { firstSentence, momentIn } from "./wording.ts";

const tones: Readonly<Record<MessageState, Tone>> = {
  planned: "quiet",
  sending: "warning",
  sent: "good",
  failed: "bad",
  uncertain: "warning",
  held: "warning",
  cancelled: "quiet",
  expired: "quiet",
};

/** A message for programs. */
export function messageDocument(message: ListedMessage, context: CommandContext): object {
  const { number, kind, subject, groupTitle, chatId, form, html, language, state, dueAt, expiresAt, tries } = message;
  const { sentAt, sentChatId, editedAt, recalledAt, telegramMessageIds, failure } = message;
  return {
    number,
    kind,
    subject,
    group: groupTitle,
    chatId,
    form,
    html,
    language,
    state,
    dueAt,
    expiresAt,
    tries,
    sentAt,
    sentChatId,
    editedAt,
    recalledAt,
    telegramMessageIds,
    failure: failure === null ? null : inLanguage(failure, context.language),
  };
}

/** The outbox as a table. */
export function printList(context: CommandContext, rows: readonly ListedMessage[], zone: TimeZone): void {
  const { terminal, text } = context;
  if (context.json) {
    terminal.json(rows.map((row) => messageDocument(row, context)));
    return;
  }
  if (rows.length === 0) {
    terminal.say(text(say("Aucun message.", "No message.")));
    return;
  }
  const heads = [
    say("n°", "no."),
    say("sorte", "kind"),
    say("groupe", "group"),
    say("prévu", "due"),
    say("état", "state"),
    say("début", "beginning"),
  ];
  const cells = rows.map((row) => [
    String(row.number),
    row.kind,
    printable(row.groupTitle ?? row.chatId),
    momentIn(row.dueAt, zone),
    terminal.tone(tones[row.state], text(stateOf(row))),
    printable(plainText(row.html).trim().split("\n", 1)[0] ?? "").slice(0, 40),
  ]);
  const [head = "", ...lines] = table(
    heads.map((each) => text(each)),
    cells,
  );
  terminal.print(terminal.tone("strong", head));
  for (const [index, line] of lines.entries()) {
    terminal.print(line);
    const failure = rows[index]?.failure;
    if (failure) terminal.print(terminal.tone("bad", `   ↳ ${printable(firstSentence(text(failure.what)))}`));
  }
}

function stateOf(row: ListedMessage) {
  return row.recalledAt === null ? stateWords[row.state] : say("retiré", "recalled");
}

/** The message as the group will see it: each part between rules. */
export function printPreview(context: CommandContext, { message, fileCount }: MessageHistory): void {
  const { terminal, text } = context;
  const parts = message.form === "text" ? splitHtml(message.html) : [message.html];
  if (context.json) {
    terminal.json({ number: message.number, form: message.form, files: fileCount, parts: parts.map(plainText) });
    return;
  }
  terminal.print(terminal.tone("strong", `${printable(message.groupTitle ?? message.chatId)}`));
  if (fileCount > 0) {
    const what = text(say(`${fileCount} fichier(s) : ${message.form}`, `${fileCount} file(s): ${message.form}`));
    terminal.print(`  [${what}]`);
  }
  for (const part of parts) {
    for (const line of plainText(part).split("\n")) terminal.print(`  │ ${printable(line)}`);
    terminal.print("  ╵");
  }
  for (const row of message.buttons ?? []) terminal.print(`  ${row.map((button) => `[${button.text}]`).join(" ")}`);
}

/** A message with every try. */
export function printHistory(context: CommandContext, history: MessageHistory, zone: TimeZone): void {
  const { terminal, text } = context;
  const { message, tries, corrections } = history;
  if (context.json) {
    const told = (failure: (typeof tries)[number]["failure"]) =>
      failure === null ? null : inLanguage(failure, context.language);
    terminal.json({
      ...messageDocument(message, context),
      history: tries.map((one) => ({ ...one, failure: told(one.failure) })),
      corrections: corrections.map((one) => ({ ...one, failure: told(one.failure) })),
    });
    return;
  }
  printPreview(context, history);
  const state = terminal.tone(tones[message.state], text(stateOf(message)));
  const due = text(say("prévu", "due"));
  const until = text(say("jusqu'à", "until"));
  terminal.print(`${message.number}  ${message.kind}  ${state}`);
  terminal.print(`${due} ${momentIn(message.dueAt, zone)}, ${until} ${momentIn(message.expiresAt, zone)}`);
  for (const one of tries) {
    const ids = one.telegramMessageIds.length === 0 ? "" : ` #${one.telegramMessageIds.join(" #")}`;
    terminal.print(
      `  ${one.try}. ${momentIn(one.startedAt, zone)}  ${one.action} → ${one.chatId} (${one.mode}): ${one.outcome}${ids}`,
    );
    if (one.failure !== null) {
      terminal.print(`     ${printable(text(one.failure.what))}`);
      terminal.print(terminal.tone("quiet", `     → ${printable(text(one.failure.remedy))}`));
    }
  }
}
