import { z } from "zod";

import type { Bilingual } from "#lib/bilingual.ts";
import { chatId, timeZone, type ChatId, type TimeZone } from "#lib/ids.ts";
import { Secret } from "#lib/secrets.ts";

/** One setting: its name in the environment, what it may be, its default and what it is for. */
export interface Setting<T> {
  readonly name: string;
  readonly schema: z.ZodType<T, string>;
  /** As it would be written in the environment; `undefined` means "not set". */
  readonly default: string | undefined;
  readonly secret?: true;
  readonly about: Bilingual;
}

/** Writes a setting down with its type. */
export function setting<T>(definition: Setting<T>): Setting<T> {
  return definition;
}

export const text = z.string().trim().min(1);
export const zone = text.transform((value, context): TimeZone => {
  const found = timeZone(value);
  if (found !== undefined) return found;
  context.addIssue({ code: "custom", message: "not an IANA time zone such as Europe/Paris" });
  return z.NEVER;
});
export const chat = text.transform((value, context): ChatId => {
  const found = chatId(value);
  if (found !== undefined) return found;
  context.addIssue({ code: "custom", message: "not a chat id such as -1001234567890" });
  return z.NEVER;
});
/** Words separated by commas, the spaces around them taken away; at least one, though it may be empty. */
export const list = text.transform((value) => value.split(",").map((part) => part.trim()));
export const onOrOff = z.enum(["on", "off"]).transform((value) => value === "on");
export const yesOrNo = z.enum(["yes", "no"]).transform((value) => value === "yes");
export const secret = text.transform((value) => new Secret(value));
export const address = z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/+$/, ""));
export const wholeNumber = (least: number, most: number) =>
  text.regex(/^\d+$/, "not a whole number").transform(Number).pipe(z.number().min(least).max(most));
