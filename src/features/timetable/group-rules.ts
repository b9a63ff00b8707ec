import { chatId, type ChatId } from "#lib/ids.ts";

import type { CellValue } from "./ports.ts";
import { tidy } from "./text-rules.ts";

/** What a group cell says. */
export type ReadGroup =
  | {
      readonly kind: "chat";
      readonly chatId: ChatId;
      /** The thread that the link names. */
      readonly topic?: string;
      /** True when the id was written without its `-100`, which was put back. */
      readonly mended?: true;
    }
  | { readonly kind: "link"; readonly link: string }
  /** It names no Telegram group; `digits lost` when a sheet rounded an id to `-1.00101E+12`. */
  | { readonly kind: "none"; readonly why?: "digits lost" };

/** Ids of supergroups are -1000000000000 less the number that Telegram's links show. Source: facts on chat ids. */
const supergroup = 1_000_000_000_000n;

/** Reads a group's id, a link or an @name. Every digit counts: the id is never a number. */
export function readGroup(cell: CellValue): ReadGroup {
  const text = cell.kind === "number" || cell.kind === "text" ? tidy(cell.text) : "";
  if (/^-\d{6,}$/.test(text)) return chat(text);
  const digits = text
    .replaceAll(/[\u2012-\u2015\u2212]/g, "-")
    .replaceAll(/[\s\u00a0\u202f'’]/g, "")
    .replace(/[.,]0+$/, "");
  if (/^-\d{6,}$/.test(digits)) return chat(digits);
  // Thirteen digits from 100 on have lost their sign, ten their `-100`.
  if (/^100\d{10}$/.test(digits)) return mended(`-${digits}`);
  if (/^[1-9]\d{9}$/.test(digits)) return mended(`-${supergroup + BigInt(digits)}`);
  if (/^-?\d(?:[.,]\d+)?e\+?\d+$/i.test(digits)) return { kind: "none", why: "digits lost" };
  const inside = /^(?:https?:\/\/)?(?:t|telegram)\.me\/c\/(\d{4,12})(?:\/(\d+))?(?:\/(\d+))?\/?(?:\?.*)?$/i.exec(text);
  if (inside !== null) {
    const [, number = "", thread, message] = inside;
    // With three numbers the second is the thread; with two it may as well be a message.
    return chat(`-${supergroup + BigInt(number)}`, message === undefined ? undefined : thread);
  }
  const inBrowser = /^(?:https?:\/\/)?web\.telegram\.org\/\w\/?#(-100\d{9,})$/i.exec(text);
  if (inBrowser !== null) return chat(inBrowser[1] ?? "");
  if (/^(https?:\/\/)?(t\.me|telegram\.me)\/\S+$/i.test(text) || /^@\w{4,}$/.test(text)) {
    return { kind: "link", link: text };
  }
  return { kind: "none" };
}

function chat(digits: string, topic?: string): ReadGroup {
  const id = chatId(digits);
  if (id === undefined) return { kind: "none" };
  return { kind: "chat", chatId: id, ...(topic === undefined ? {} : { topic }) };
}

function mended(digits: string): ReadGroup {
  const group = chat(digits);
  return group.kind === "chat" ? { ...group, mended: true } : group;
}
