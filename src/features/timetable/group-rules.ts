import { chatId } from "#lib/ids.ts";

import type { CellValue } from "./ports.ts";
import type { LineGroup } from "./shape-rules.ts";
import { tidy } from "./text-rules.ts";

/** What a group cell says; `none` when it names no Telegram group at all. */
export type ReadGroup = LineGroup | { readonly kind: "none" };

/** Reads a group's id, a link or an @name. Every digit counts: the id is never a number. */
export function readGroup(cell: CellValue): ReadGroup {
  const text = cell.kind === "number" || cell.kind === "text" ? tidy(cell.text) : "";
  const digits = text.replaceAll(/[\s\u2212\u2013]/g, (sign) => (sign.trim() === "" ? "" : "-"));
  const id = /^-\d{6,}$/.test(digits) ? chatId(digits) : undefined;
  if (id !== undefined) return { kind: "chat", chatId: id };
  if (/^(https?:\/\/)?(t\.me|telegram\.me)\/\S+$/i.test(text) || /^@\w{4,}$/.test(text)) {
    return { kind: "link", link: text };
  }
  return { kind: "none" };
}
