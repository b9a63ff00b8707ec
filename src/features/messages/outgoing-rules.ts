import type { Mode } from "#features/school/rules.ts";

import { longestCaption, longestText, shortenHtml, splitHtml } from "./html-rules.ts";
import type { OutgoingContent, OutgoingFile } from "./ports.ts";
import { asSimulation, escapeHtml, type MessageButton, type MessageForm, type MessageKind } from "./rules.ts";

/** What is needed of a message to know what leaves. */
export interface Leaving {
  readonly kind: MessageKind;
  readonly form: MessageForm;
  readonly html: string;
  readonly buttons: readonly (readonly MessageButton[])[] | null;
  readonly forwarded: { readonly fromChat: string; readonly messageIds: readonly string[] } | null;
  readonly groupTitle: string;
}

/** The texts that a message leaves as, in order: one, or several parts of a long one. */
export function partsOf(
  message: Pick<Leaving, "kind" | "form" | "html" | "groupTitle">,
  mode: Mode["kind"],
): readonly string[] {
  const isTest = isMarked(message, mode);
  if (message.form !== "text") {
    if (!isTest) return [message.html];
    return [shortenHtml(asSimulation(message.html, message.groupTitle).trim(), longestCaption)];
  }
  if (!isTest) return splitHtml(message.html);
  // Each part is marked, so each leaves room for the mark.
  const room = longestText - asSimulation("", message.groupTitle).length;
  return splitHtml(message.html, room).map((part) => asSimulation(part, message.groupTitle));
}

/** The buttons below a part, as a request gives them: below the last one, and never in the test group. */
export function buttonsOf(
  message: Pick<Leaving, "kind" | "buttons">,
  isLast: boolean,
  mode: Mode["kind"],
): { readonly buttons?: NonNullable<Leaving["buttons"]> } {
  // In the test group a button would answer for the students.
  return message.buttons === null || isMarked(message, mode) || !isLast ? {} : { buttons: message.buttons };
}

/** Whether it goes to the test group, so that it is marked and its buttons are left off. */
function isMarked({ kind }: Pick<Leaving, "kind">, mode: Mode["kind"]): boolean {
  return mode === "test group" || kind === "trial";
}

/** What goes to Telegram in one request, for a part of a message. */
export function outgoingOf(
  message: Leaving,
  part: string,
  isLast: boolean,
  files: readonly OutgoingFile[],
  mode: Mode["kind"],
): OutgoingContent {
  const buttons = buttonsOf(message, isLast, mode);
  switch (message.form) {
    case "text":
      return { form: "text", html: part, ...buttons };
    case "forward": {
      const { fromChat, messageIds } = message.forwarded ?? { fromChat: "", messageIds: [] };
      if (!isMarked(message, mode)) return { form: "forward", fromChat, messageIds };
      const what = escapeHtml(`↪ ${fromChat}: ${messageIds.join(", ")}`);
      return { form: "text", html: asSimulation(what, message.groupTitle) };
    }
    case "album":
      return { form: "album", files, html: part };
    default: {
      const [file] = files;
      if (file === undefined) throw new Error(`a ${message.form} without its file`);
      return { form: message.form, file, html: part, ...buttons };
    }
  }
}

/** For how many messages Telegram counts it. */
export function costOf(message: Pick<Leaving, "form" | "forwarded">, fileCount: number): number {
  if (message.form === "album") return Math.max(1, fileCount);
  return message.form === "forward" ? Math.max(1, message.forwarded?.messageIds.length ?? 1) : 1;
}
