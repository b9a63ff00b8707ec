import type { App } from "#app/parts.ts";
import type { DeliveredMessage } from "#simulators/telegram/ledger.ts";
import type { LedgerMeeting } from "#simulators/zoom/ledger.ts";

import { wrongTimes, type Lines } from "./told-times.ts";

/** A promise that was not kept, with the row that shows it. */
export interface Broken {
  readonly promise: string;
  readonly row: string;
}

/** A time in which the school was not live: nothing, or nothing but to one group, may leave. */
export interface Rehearsal {
  readonly kind: "dry" | "test";
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant;
}

/** What is compared: what the services really received, what the workbook said, and the span that is past. */
export interface Evidence {
  readonly received: readonly DeliveredMessage[];
  readonly meetings: readonly LedgerMeeting[];
  readonly workbooks: readonly Lines[];
  readonly zones: readonly string[];
  readonly rehearsals: readonly Rehearsal[];
  /** Where everything goes in test mode. */
  readonly testChat: string;
  /** Sessions that began before it are past caring for: nobody could plan them. */
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant;
}

type Row = Readonly<Record<string, string | null>>;

/**
 * Checks what Carillon promises against what the two services really received.
 *
 * Every check reads the database, the services' own ledgers or the workbook; none asks Carillon what it thinks.
 */
export async function brokenPromises(app: Pick<App, "database">, evidence: Evidence): Promise<readonly Broken[]> {
  const ask = async (query: string, values: readonly unknown[] = []) =>
    (await app.database.pool.query<Row>(query, [...values])).rows;
  return [
    ...(await brokenRuns(ask)),
    ...(await brokenMeetings(ask, evidence)),
    ...(await brokenReminders(ask, evidence)),
    ...(await brokenDeliveries(ask, evidence)),
    ...(await brokenRankings(ask)),
    ...wrongTimes(evidence.received, evidence.workbooks, evidence.zones).slice(0, mostTold),
    ...brokenSilence(evidence),
  ];
}

type Ask = (query: string, values?: readonly unknown[]) => Promise<readonly Row[]>;

/** A promise that is broken often is broken once for whoever mends it. */
const mostTold = 5;

function tell(promise: string, rows: readonly object[]): readonly Broken[] {
  return rows.slice(0, mostTold).map((row) => ({ promise, row: JSON.stringify(row) }));
}

async function brokenRuns(ask: Ask): Promise<readonly Broken[]> {
  return tell("no run without end", await ask("select scenario, started_at::text from runs where ended_at is null"));
}

async function brokenMeetings(ask: Ask, { meetings, from, until }: Evidence): Promise<readonly Broken[]> {
  const held = meetings.filter((meeting) => meeting.state !== "deleted" && meeting.key !== undefined);
  const byKey = Map.groupBy(held, (meeting) => meeting.key ?? "");
  const known = await ask(
    `select m.key, m.state, m.zoom_id, s.starts_at::text as starts_at
       from sessions s join meetings m on m.session_id = s.id where s.status <> 'cancelled'`,
  );
  const keys = new Set(known.map((row) => row["key"] ?? ""));
  const atZoom = new Map(held.map((meeting) => [meeting.id, meeting]));
  return [
    ...tell(
      "one meeting a session, never two of one key",
      [...byKey].filter(([, some]) => some.length > 1).map(([key, some]) => ({ key, ids: some.map((one) => one.id) })),
    ),
    ...tell(
      "no meeting without a session",
      held.filter(({ key, startsAt }) => !keys.has(key ?? "") && isIn(startsAt, from, until)),
    ),
    ...tell(
      "the meeting that is known is at Zoom, at its session's time",
      known.filter((row) => {
        const meeting = atZoom.get(row["zoom_id"] ?? "");
        const startsAt = instant(row["starts_at"]);
        if (row["state"] !== "open" || !isIn(startsAt, from, until)) return false;
        return meeting === undefined || Temporal.Instant.compare(meeting.startsAt, startsAt) !== 0;
      }),
    ),
    ...tell(
      "each past session had its meeting",
      await ask(
        `select s.id, s.starts_at::text, m.state from sessions s left join meetings m on m.session_id = s.id
          where s.status <> 'cancelled' and s.starts_at between $1 and $2 and coalesce(m.state, '') <> 'open'`,
        [from.toString(), until.toString()],
      ),
    ),
  ];
}

async function brokenReminders(ask: Ask, { from, until }: Evidence): Promise<readonly Broken[]> {
  return [
    ...tell(
      "each past session had its reminder, or says why not",
      await ask(
        `select s.id, s.starts_at::text, m.state from sessions s
           left join messages m on m.subject = s.id and m.kind = 'reminder'
          where s.status <> 'cancelled' and s.starts_at between $1 and $2
            and not coalesce(m.state = 'sent' or (m.state = 'failed' and m.failure is not null)
              or (m.state = 'expired' and m.failure ->> 'code' = 'message.group-inactive') or m.state = 'uncertain', false)`,
        [from.toString(), until.toString()],
      ),
    ),
    ...tell(
      "a reminder comes before its class",
      await ask(
        `select m.id, m.sent_at::text, s.starts_at::text from messages m join sessions s on s.id = m.subject
          where m.kind = 'reminder' and m.state = 'sent' and m.sent_at >= s.starts_at and s.status = 'scheduled'`,
      ),
    ),
    ...tell(
      "no message is lost: what is worthless by now was sent, or says why not",
      await ask(
        "select id, kind, state, due_at::text from messages where state in ('planned', 'sending') and expires_at < $1",
        [until.toString()],
      ),
    ),
  ];
}

async function brokenDeliveries(ask: Ask, { received }: Evidence): Promise<readonly Broken[]> {
  const sent = await ask(
    `select m.id, part.telegram_message_id
       from messages m cross join lateral unnest(m.telegram_message_ids) as part(telegram_message_id)
      where m.state = 'sent'`,
  );
  const [uncertain] = await ask(
    "select count(*)::text as n from deliveries where outcome = 'uncertain' or outcome is null or ended_at is null",
  );
  const recorded = Number(uncertain?.["n"] ?? 0);
  const places = new Set(received.map((row) => row.messageId));
  const known = new Set(sent.map((row) => row["telegram_message_id"]));
  const unknown = received.filter((row) => !known.has(row.messageId));
  const twice = Map.groupBy(
    received.filter((row) => row.plainText.startsWith("📚")),
    (row) => `${row.chatId} ${row.at.toString().slice(0, 10)} ${row.plainText}`,
  );
  const doubles = [...twice.values()].filter((some) => some.length > 1).map((some) => some.length - 1);
  return [
    ...tell(
      "what is called sent was received",
      sent.filter((row) => !places.has(row["telegram_message_id"] ?? "")),
    ),
    ...tell(
      "what is called sent names what Telegram made of it",
      await ask(
        `select id, chat_id from messages where state = 'sent' and sent_chat_id is not null
            and coalesce(cardinality(telegram_message_ids), 0) = 0`,
      ),
    ),
    ...(unknown.length > recorded
      ? tell("what was received is sent, or recorded as uncertain", [
          { unknown: unknown.length, recorded, first: unknown.slice(0, 2).map((row) => row.plainText) },
        ])
      : []),
    ...(doubles.reduce((sum, extra) => sum + extra, 0) > recorded
      ? tell("one reminder a session and group: no double that is not recorded as uncertain", [
          { recorded, doubled: [...twice].filter(([, some]) => some.length > 1).map(([key]) => key.slice(0, 80)) },
        ])
      : []),
  ];
}

async function brokenRankings(ask: Ask): Promise<readonly Broken[]> {
  return tell(
    "the ledger's sum is the ranking's",
    await ask(
      `select r.id, r.to_at::text, sum(l.points)::text as published,
              (select coalesce(sum(p.points), 0)::text from point_entries p
                where p.group_id = r.group_id and p.recorded_at > r.from_at and p.recorded_at <= r.to_at) as ledger
         from rankings r join ranking_lines l on l.ranking_id = r.id
        where r.period = 'day'
        group by r.id
       having sum(l.points) <> (select coalesce(sum(p.points), 0) from point_entries p
                where p.group_id = r.group_id and p.recorded_at > r.from_at and p.recorded_at <= r.to_at)`,
    ),
  );
}

function brokenSilence({ received, rehearsals, testChat }: Evidence): readonly Broken[] {
  const during = (kind: Rehearsal["kind"]) =>
    received.filter(({ at }) => rehearsals.some((one) => one.kind === kind && isIn(at, one.from, one.until)));
  return [
    ...tell(
      "nothing leaves in dry mode",
      during("dry").map(({ at, chatId }) => ({ at: at.toString(), chatId })),
    ),
    ...tell(
      "in test mode all goes to the test group",
      during("test")
        .filter(({ chatId }) => chatId !== testChat)
        .map(({ at, chatId }) => ({ at: at.toString(), chatId })),
    ),
  ];
}

function isIn(at: Temporal.Instant, from: Temporal.Instant, until: Temporal.Instant): boolean {
  return Temporal.Instant.compare(at, from) >= 0 && Temporal.Instant.compare(at, until) < 0;
}

/** As PostgreSQL writes it: `2025-09-07 08:00:00+00`. */
function instant(text: string | null | undefined): Temporal.Instant {
  return Temporal.Instant.from((text ?? "").replace(" ", "T").replace(/\+00$/, "Z"));
}
