import type { Said } from "#simulators/cast.ts";
import type { LedgerStay } from "#simulators/zoom/ledger.ts";

import { ends, instant, isIn, tell, type Ask, type Broken, type Span } from "./promise.ts";

/** What Zoom's webhooks told late, or its report left out, is there after the evening of the next day, in hours. */
const settledAfter = 28;
/** Nobody enters earlier than so many hours before a class, and none lasts longer. */
const roomForClass = 6;
/** The school's rule, as its settings say: who was there for half of the class was present. */
const presentShare = 0.5;

interface Stay extends Span {
  readonly name: string;
}

/**
 * Who was there, and when, is what Zoom's own meetings show, whatever became of the webhooks and the report on their way;
 * and who is called present was there for half of the class.
 */
export async function brokenAttendance(
  ask: Ask,
  { from, until, staysIn }: Span & { readonly staysIn: (span: Span) => readonly LedgerStay[] },
): Promise<readonly Broken[]> {
  const judged = { from: from.subtract({ hours: settledAfter }), until: until.subtract({ hours: settledAfter }) };
  const sessions = await ask(
    `select s.id, m.zoom_id, s.starts_at::text, s.ends_at::text
       from collections c join sessions s on s.id = c.session_id join meetings m on m.session_id = s.id
      where s.status <> 'cancelled' and s.ends_at between $1 and $2`,
    ends(judged),
  );
  const rows = await ask(
    `select t.session_id, t.zoom_name, t.student_id, t.joined_at::text, t.left_at::text
       from stays t join sessions s on s.id = t.session_id where s.ends_at between $1 and $2`,
    ends(judged),
  );
  const verdicts = await ask(
    `select a.session_id, a.student_id, a.present::text from attendances a join sessions s on s.id = a.session_id
      where a.corrected_by is null and s.ends_at between $1 and $2`,
    ends(judged),
  );
  const seen = staysIn({ from: judged.from.subtract({ hours: roomForClass }), until: judged.until });
  const guests = Map.groupBy(
    seen.filter((stay) => !stay.internal),
    (stay) => stay.meetingId,
  );
  const known = Map.groupBy(rows, (row) => row["session_id"]);
  const verdictsOf = Map.groupBy(verdicts, (row) => row["session_id"]);
  return sessions.flatMap(({ id = null, zoom_id: zoomId, starts_at: startsAt, ends_at: endsAt }) => {
    const ours = known.get(id) ?? [];
    const there = inWords(
      (guests.get(zoomId ?? "") ?? []).map((stay) => ({ ...stay, from: stay.joinedAt, until: stay.leftAt })),
    );
    const noted = inWords(
      ours.map((row) => ({
        name: row["zoom_name"] ?? "",
        from: instant(row["joined_at"]),
        until: instant(row["left_at"]),
      })),
    );
    const session = { from: instant(startsAt), until: instant(endsAt) };
    const wrong = (verdictsOf.get(id) ?? []).filter((verdict) => {
      const theirs = ours.filter((row) => row["student_id"] === verdict["student_id"]);
      const stays = theirs.map((row) => ({ from: instant(row["joined_at"]), until: instant(row["left_at"]) }));
      return shareOf(session, stays) >= presentShare !== (verdict["present"] === "true");
    });
    return [
      ...(there.join() === noted.join()
        ? []
        : tell("who was in a class is who was in its meeting", [{ id, zoomId, startsAt, there, noted }])),
      ...tell("present is who was there for half of the class", wrong),
    ];
  });
}

/** Everything said in a group counts once, however often and in whatever order Telegram told it. */
export async function unheard(
  ask: Ask,
  { heard, ...span }: Span & { readonly heard: readonly Said[] },
): Promise<readonly Broken[]> {
  const rows = await ask(
    "select telegram_message_id as place from heard_messages where at between $1 and $2",
    ends(span),
  );
  const counted = new Map<string, number>();
  for (const { place } of rows) counted.set(place ?? "", (counted.get(place ?? "") ?? 0) + 1);
  const said = new Set(
    heard.filter(({ at }) => isIn(at, span)).map(({ chatId, messageId }) => `${chatId}:${messageId}`),
  );
  return [
    ...tell(
      "what is said in a group counts once",
      [...said]
        .filter((place) => counted.get(place) !== 1)
        .map((place) => ({ place, counted: counted.get(place) ?? 0 })),
    ),
    ...tell(
      "nothing counts that nobody said",
      [...counted.keys()].filter((place) => !said.has(place)).map((place) => ({ place })),
    ),
  ];
}

/** One line a stay, those that touch or overlap joined, in an order that follows from them. */
function inWords(stays: readonly Stay[]): readonly string[] {
  return [...Map.groupBy(stays, ({ name }) => name.toLowerCase())]
    .flatMap(([name, theirs]) =>
      joined(theirs).map(({ from, until }) => `${name} ${from.toString()} ${until.toString()}`),
    )
    .toSorted();
}

function joined(spans: readonly Span[]): readonly Span[] {
  const found: Span[] = [];
  for (const span of spans.toSorted((a, b) => Temporal.Instant.compare(a.from, b.from))) {
    const last = found.at(-1);
    if (last === undefined || Temporal.Instant.compare(last.until, span.from) < 0) found.push(span);
    else if (Temporal.Instant.compare(last.until, span.until) < 0)
      found[found.length - 1] = { ...last, until: span.until };
  }
  return found;
}

function shareOf(session: Span, stays: readonly Span[]): number {
  const inside = joined(stays).map(({ from, until }) => {
    const began = Math.max(from.epochMilliseconds, session.from.epochMilliseconds);
    return Math.max(0, Math.min(until.epochMilliseconds, session.until.epochMilliseconds) - began);
  });
  const length = session.until.epochMilliseconds - session.from.epochMilliseconds;
  return inside.reduce((sum, ms) => sum + ms, 0) / length;
}
