import type { DeliveredMessage } from "#simulators/telegram/ledger.ts";

import { ends, instant, isIn, tell, type Ask, type Broken, type Row, type Span } from "./promise.ts";

/** A time in which a process lived that was killed at its end. */
export interface Crash extends Span {
  /** Requests to either service that were under way when it was killed. */
  readonly inFlight: number;
  /** Requests of its time that met a fault of their own. */
  readonly faults: number;
  /** Messages that arrived from the dead: their sender never saw an answer. */
  readonly arrived: readonly string[];
}

interface Telegram extends Span {
  readonly received: readonly DeliveredMessage[];
  readonly crashes: readonly Crash[] | undefined;
}

const reminderMark = "📚";
/** What is sent is noted within so many minutes of its arrival, and a try begins so long before it arrives. */
const minutesApart = 10;

/** Where a message is: each chat counts its messages from 1. */
export function placeOf({ chatId, messageId }: DeliveredMessage): string {
  return `${chatId} ${messageId}`;
}

/**
 * What Telegram received and what the database says of it agree message by message: what is called sent arrived; what
 * arrived without being called sent was told in an answer that a fault ate, or was under way at a crash, and each has its
 * own try that is recorded as uncertain.
 */
export async function brokenDeliveries(ask: Ask, evidence: Telegram): Promise<readonly Broken[]> {
  const { received, crashes } = evidence;
  const around = { from: evidence.from.subtract({ minutes: minutesApart }), until: evidence.until.add({ minutes: 1 }) };
  const sent = await ask(
    `select m.id, m.sent_chat_id || ' ' || part.telegram_message_id as place
       from messages m left join lateral unnest(m.telegram_message_ids) as part(telegram_message_id) on true
      where m.state = 'sent' and m.sent_chat_id is not null and m.sent_at between $1 and $2`,
    ends(around),
  );
  const tries = await ask(
    `select chat_id, started_at::text from deliveries
      where (outcome = 'uncertain' or ended_at is null) and action = 'send' and started_at between $1 and $2
      order by started_at`,
    ends(around),
  );
  const places = new Set(received.map(placeOf));
  const known = new Set(sent.map((row) => row["place"]));
  const fresh = received.filter(({ at }) => isIn(at, evidence));
  const unknown = fresh.filter((row) => !known.has(placeOf(row)));
  return [
    ...tell(
      "what is called sent was received",
      sent.filter(({ place = null }) => place !== null && !places.has(place)),
    ),
    ...tell(
      "what is called sent names what Telegram made of it",
      sent.filter(({ place }) => place === null),
    ),
    ...tell("what was received is sent, or recorded as uncertain", unrecorded(unknown, tries).map(shown)),
    ...tell("one reminder a session and group", sentTwice(received, fresh, known)),
    ...(crashes === undefined ? [] : ofCrashes(crashes, unknown, tries, evidence)),
  ];
}

function ofCrashes(
  crashes: readonly Crash[],
  unknown: readonly DeliveredMessage[],
  tries: readonly Row[],
  span: Span,
): readonly Broken[] {
  const fromTheDead = new Set(crashes.flatMap((crash) => crash.arrived));
  return [
    ...tell(
      "what arrived without a word of it was under way at a crash, or its answer was lost",
      unknown.filter((row) => !row.answerLost && !fromTheDead.has(placeOf(row))).map(shown),
    ),
    ...tell(
      "no more is uncertain than was under way at a crash",
      crashes.flatMap((crash) => tooUncertain(crash, span, tries)),
    ),
  ];
}

/** Those that have no uncertain try of their own: each try stands for one message of its chat. */
function unrecorded(unknown: readonly DeliveredMessage[], tries: readonly Row[]): readonly DeliveredMessage[] {
  const left = tries.map((row) => ({ chatId: row["chat_id"], at: instant(row["started_at"]) }));
  return unknown.filter((message) => {
    const earliest = message.at.subtract({ minutes: minutesApart });
    const span = { from: earliest, until: message.at.add({ milliseconds: 1 }) };
    const own = left.findIndex(({ chatId, at }) => chatId === message.chatId && isIn(at, span));
    if (own !== -1) left.splice(own, 1);
    return own === -1;
  });
}

/** Reminders of one wording and day in one chat, of which Carillon calls more than one sent. */
function sentTwice(
  received: readonly DeliveredMessage[],
  fresh: readonly DeliveredMessage[],
  known: ReadonlySet<string | null | undefined>,
): readonly object[] {
  const wanted = new Set(fresh.filter((row) => row.plainText.startsWith(reminderMark)).map(keyOf));
  if (wanted.size === 0) return [];
  const copies = Map.groupBy(
    received.filter((row) => wanted.has(keyOf(row)) && known.has(placeOf(row))),
    keyOf,
  );
  return [...copies]
    .filter(([, some]) => some.length > 1)
    .map(([key, some]) => ({ copies: some.length, key: key.slice(0, 80) }));
}

function keyOf({ chatId, at, plainText }: DeliveredMessage): string {
  return `${chatId} ${at.toString().slice(0, 10)} ${plainText}`;
}

/** Tries of a crash's time without an end can only be those that were under way, or that a fault of their own met. */
function tooUncertain(crash: Crash, span: Span, tries: readonly Row[]): readonly object[] {
  if (!isIn(crash.until, span)) return [];
  const { inFlight, faults } = crash;
  const uncertain = tries.filter((row) => isIn(instant(row["started_at"]), crash)).length;
  return uncertain > inFlight + faults ? [{ at: crash.until.toString(), uncertain, inFlight, faults }] : [];
}

function shown({ at, chatId, messageId, plainText }: DeliveredMessage): object {
  return { at: at.toString(), chatId, messageId, text: plainText.slice(0, 80) };
}
