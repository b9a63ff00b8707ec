import { instantOf, type Instant } from "#lib/clock.ts";

import { afterCalm, afterFlood, chatMayAt, isForgotten, mostRemembered, type Tempo } from "./pace-rules.ts";

/** When messages may leave, over all chats and for each. */
export interface Pace {
  /** When `cost` messages may leave for a chat, as far as that chat goes. */
  chatMayAt(chat: string, cost: number): Instant;
  /** When the bot may send again, as far as all chats together go. */
  botMayAt(now: Instant): Instant;
  /** `cost` messages leave now. */
  leaves(cost: number, now: Instant): void;
  /** Telegram answered for a chat: from now on its second and its minute count. */
  arrived(chat: string, cost: number, now: Instant): void;
  /** Telegram took it, so the bot may dare more. */
  calm(): void;
  /** Telegram asked for patience: all rest when several chats were refused within a few seconds. */
  flooded(chat: string, until: Instant, now: Instant): void;
  /** Forgets what no longer counts, so that memory does not grow with the number of chats. */
  forget(now: Instant): void;
  tempo(): Tempo;
}

/** Refusals of so many chats within `togetherMs` say that the bot as a whole is too fast. */
const severalChats = 3;
const togetherMs = 10_000;

/** Keeps the pace that Telegram takes, going on from what left during the last minute. */
export function keepPace({
  tempo: learned,
  recent,
}: {
  readonly tempo: Tempo;
  /** What left lately, oldest first. */
  readonly recent: readonly { readonly chatId: string; readonly at: Instant; readonly cost: number }[];
}): Pace {
  let tempo = learned;
  /** The moment at which everything sent so far would be paid off at the tempo. */
  let paidAt = 0;
  let restUntil = 0;
  let floods: { readonly chat: string; readonly at: number }[] = [];
  const had = new Map<string, readonly number[]>();

  const pace: Pace = {
    chatMayAt: (chat, cost) => instantOf(chatMayAt(had.get(chat) ?? [], chat.startsWith("-"), cost)),
    botMayAt(now) {
      const paid = Math.ceil(paidAt - (tempo.burst - 1) * tempo.intervalMs);
      return instantOf(Math.max(now.epochMilliseconds, restUntil, paid));
    },
    leaves(cost, now) {
      paidAt = Math.max(paidAt, now.epochMilliseconds) + cost * tempo.intervalMs;
    },
    arrived(chat, cost, now) {
      const moments = Array.from({ length: cost }, () => now.epochMilliseconds);
      had.set(chat, [...(had.get(chat) ?? []), ...moments].slice(-mostRemembered));
    },
    calm() {
      tempo = afterCalm(tempo);
    },
    flooded(chat, until, now) {
      floods = [
        ...floods.filter((one) => one.at > now.epochMilliseconds - togetherMs),
        { chat, at: now.epochMilliseconds },
      ];
      if (new Set(floods.map((one) => one.chat)).size < severalChats) return;
      tempo = afterFlood(tempo);
      restUntil = Math.max(restUntil, until.epochMilliseconds);
      floods = [];
    },
    forget(now) {
      for (const [chat, moments] of had) if (isForgotten(moments, now.epochMilliseconds)) had.delete(chat);
    },
    tempo: () => tempo,
  };
  for (const { chatId, at, cost } of recent) {
    pace.leaves(cost, at);
    pace.arrived(chatId, cost, at);
  }
  return pace;
}
