import { createHash, randomUUID } from "node:crypto";

declare const brand: unique symbol;
type Branded<T, Name extends string> = T & { readonly [brand]: Name };

/** A Telegram chat's id: up to 52 bits and negative for groups, so always text, never a number. */
export type ChatId = Branded<string, "ChatId">;

/** Reads a chat id written as an integer; `undefined` for anything else. */
export function chatId(text: string): ChatId | undefined {
  return /^-?[1-9]\d{0,18}$/.test(text) ? (text as ChatId) : undefined;
}

/** An IANA zone name such as `Europe/Paris`, or a fixed offset such as `+01:00`. */
export type TimeZone = Branded<string, "TimeZone">;

/** Checks a zone against the zones this machine knows; `undefined` when there is no such zone. */
export function timeZone(text: string): TimeZone | undefined {
  try {
    const id = Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text).timeZoneId;
    return id as TimeZone;
  } catch {
    return undefined;
  }
}

let drawId: () => string = randomUUID;

/** A new random id for a row. */
export function newId(): string {
  return drawId();
}

/**
 * Draws the ids of this process from `random` (0 to 1) from now on: where rows have nothing else to tell which comes
 * first, a simulated year is then the same twice. For simulations alone.
 */
export function drawIdsFrom(random: () => number): void {
  drawId = () => idFrom(String(random()), String(random()));
}

/** A stable id for the same parts: the same parts always give the same UUID-shaped text. */
export function idFrom(...parts: readonly string[]): string {
  const hex = createHash("sha256").update(JSON.stringify(parts)).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
