/** Telegram's limits (facts: Telegram, Limits), in milliseconds. */
const usual = { betweenSameChat: 1_000, perMinuteAndGroup: 20, minute: 60_000 } as const;

/** The bot's own pace over all chats, as it was learned from Telegram's answers. */
export interface Tempo {
  /** Milliseconds between two messages when many leave. */
  readonly intervalMs: number;
  /** How many may leave at once after a pause. */
  readonly burst: number;
  /** Messages taken without complaint since the last change. */
  readonly calm: number;
}

/** 30 messages a second, and none at once, until Telegram has shown what it takes. */
export const firstTempo: Tempo = { intervalMs: 34, burst: 1, calm: 0 };

const slowestMs = 1_000;
const largestBurst = 20;
/** After so many messages without complaint the bot dares a little more. */
const calmEnough = 100;

/** What the bot dares after one message was taken. */
export function afterCalm(tempo: Tempo): Tempo {
  if (tempo.calm + 1 < calmEnough) return { ...tempo, calm: tempo.calm + 1 };
  return {
    intervalMs: Math.max(firstTempo.intervalMs, Math.round(tempo.intervalMs * 0.9)),
    burst: Math.min(largestBurst, tempo.burst + 1),
    calm: 0,
  };
}

/** What the bot dares after Telegram said that it sends too much over all chats. */
export function afterFlood(tempo: Tempo): Tempo {
  return {
    intervalMs: Math.min(slowestMs, Math.round(tempo.intervalMs * 1.25)),
    burst: Math.max(1, Math.floor(tempo.burst / 2)),
    calm: 0,
  };
}

/** When one chat may have `cost` more messages, given when it had earlier ones (epoch milliseconds, oldest first). */
export function chatMayAt(had: readonly number[], isGroup: boolean, cost: number): number {
  const last = had.at(-1);
  const afterLast = last === undefined ? 0 : last + usual.betweenSameChat;
  // Telegram counts what a group gets in any minute; an album counts once for each picture.
  const crowding = isGroup
    ? had.at(-(usual.perMinuteAndGroup - Math.min(cost, usual.perMinuteAndGroup) + 1))
    : undefined;
  return Math.max(afterLast, crowding === undefined ? 0 : crowding + usual.minute);
}

/** Whether what a chat had at this moment no longer counts. */
export function isForgotten(had: readonly number[], now: number): boolean {
  const last = had.at(-1);
  return last === undefined || last + usual.minute <= now;
}

/** How many moments of a chat can still count. */
export const mostRemembered = usual.perMinuteAndGroup;
