import type { App } from "#app/parts.ts";
import type { Instant } from "#lib/clock.ts";
import type { SimulatedSchool } from "#simulators/simulated-school.ts";

/** A promise that was not kept, with the row that shows it. */
export interface Broken {
  readonly promise: string;
  readonly row: string;
}

/**
 * Checks what Carillon promises against what the two services really received, for the time up to `until`.
 *
 * Every check reads the database and the simulators' own ledgers; none asks Carillon what it thinks.
 */
export async function brokenPromises({
  app,
  school,
  from,
  until,
  crashes,
}: {
  readonly app: App;
  readonly school: Pick<SimulatedSchool, "zoom" | "telegram">;
  /** Sessions that began before it are past caring for: nobody could plan them. */
  readonly from: Instant;
  readonly until: Instant;
  /** How often a process was killed so far. */
  readonly crashes: number;
}): Promise<readonly Broken[]> {
  const ask = async (query: string, values: readonly unknown[] = []) =>
    (await app.database.pool.query<Record<string, string | null>>(query, [...values])).rows;
  const broken: Broken[] = [];
  const tell = (promise: string, rows: readonly object[]) => {
    for (const row of rows.slice(0, 5)) broken.push({ promise, row: JSON.stringify(row) });
  };
  const span = [from.toString(), until.toString()];

  tell("no run without end", await ask("select scenario, started_at::text from runs where ended_at is null"));

  // Zoom: one meeting a session, none without one.
  const held = Map.groupBy(
    school.zoom.ledger.meetings().filter((meeting) => meeting.state !== "deleted" && meeting.key !== undefined),
    (meeting) => meeting.key ?? "",
  );
  tell(
    "one meeting a session, never two of one key",
    [...held].filter(([, some]) => some.length > 1).map(([key, some]) => ({ key, ids: some.map((one) => one.id) })),
  );
  const known = await ask(
    `select m.key, m.state, m.zoom_id, s.status, s.starts_at::text as starts_at
       from sessions s join meetings m on m.session_id = s.id`,
  );
  const keys = new Set(known.map((row) => row["key"]));
  tell(
    "no meeting without a session",
    [...held.keys()].filter((key) => !keys.has(key)).map((key) => ({ key })),
  );
  tell(
    "each past session had its meeting",
    await ask(
      `select s.id, s.starts_at::text, m.state from sessions s left join meetings m on m.session_id = s.id
        where s.status <> 'cancelled' and s.starts_at between $1 and $2 and coalesce(m.state, '') <> 'open'`,
      span,
    ),
  );

  // Telegram: one reminder a session and group, before the class, and what is called sent was received.
  tell(
    "each past session had its reminder, or says why not",
    await ask(
      `select s.id, s.starts_at::text, m.state from sessions s
         left join messages m on m.subject = s.id and m.kind = 'reminder'
        where s.status <> 'cancelled' and s.starts_at between $1 and $2
          and not (m.state = 'sent' or (m.state = 'failed' and m.failure is not null)
            or (m.state = 'expired' and m.failure ->> 'code' = 'message.group-inactive') or m.state = 'uncertain')`,
      span,
    ),
  );
  tell(
    "a reminder comes before its class",
    await ask(
      `select m.id, m.sent_at::text, s.starts_at::text from messages m join sessions s on s.id = m.subject
        where m.kind = 'reminder' and m.state = 'sent' and m.sent_at >= s.starts_at and s.status = 'scheduled'`,
    ),
  );
  const sent = await ask(
    `select m.id, m.chat_id, part.telegram_message_id
       from messages m cross join lateral unnest(m.telegram_message_ids) as part(telegram_message_id)
      where m.state = 'sent'`,
  );
  const received = school.telegram.ledger.all();
  const places = new Set(received.map((row) => row.messageId));
  tell(
    "what is called sent was received",
    sent.filter((row) => !places.has(row["telegram_message_id"] ?? "")),
  );
  tell(
    "what is called sent names what Telegram made of it",
    await ask(
      "select id, chat_id from messages where state = 'sent' and coalesce(cardinality(telegram_message_ids), 0) = 0",
    ),
  );
  const [doubles] = await ask(
    "select count(*)::text as n from deliveries where outcome = 'uncertain' or outcome is null or ended_at is null",
  );
  const recorded = Number(doubles?.["n"] ?? 0);
  const extra = received.length - sent.length;
  if (extra > recorded) {
    broken.push({
      promise: "a doubled message was in flight at a crash, and is recorded as uncertain",
      row: JSON.stringify({ received: received.length, sent: sent.length, uncertain: recorded, crashes }),
    });
  }

  // The ledger of points and the published rankings say the same.
  tell(
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
  return broken;
}
