import type { App } from "#app/parts.ts";
import type { Said } from "#simulators/cast.ts";
import type { DeliveredMessage } from "#simulators/telegram/ledger.ts";
import type { LedgerMeeting, LedgerStay } from "#simulators/zoom/ledger.ts";

import { brokenAttendance, unheard } from "./attendance-promises.ts";
import { brokenDeliveries, type Crash } from "./delivery-promises.ts";
import { brokenMeetings, doubledMeetings, meetingsOfNobody, type SpentDay } from "./meeting-promises.ts";
import { ends, isIn, tell, type Ask, type Broken, type Row, type Span } from "./promise.ts";
import { wrongSessions, type SchoolsWord } from "./school-hours.ts";
import { wrongTimes } from "./told-times.ts";

/** A time in which the school was not live: nothing, or nothing but to one group, may leave. */
export interface Rehearsal extends Span {
  readonly kind: "dry" | "test";
}

/**
 * What is compared: what the services really received, what the workbook and the people said, and the span that is judged.
 * Sessions that began before `from` are past caring for: nobody could plan them.
 */
export interface Evidence extends SchoolsWord, Span {
  readonly received: readonly DeliveredMessage[];
  readonly meetings: readonly LedgerMeeting[];
  readonly spent: readonly SpentDay[];
  /** Who was in the meetings that began in a span. */
  readonly staysIn: (span: Span) => readonly LedgerStay[];
  /** What the bot was told of what people said. */
  readonly heard: readonly Said[];
  /** Absent where nobody saw what was under way. */
  readonly crashes: readonly Crash[] | undefined;
  readonly rehearsals: readonly Rehearsal[];
  /** Where everything goes in test mode. */
  readonly testChat: string;
}

/**
 * Checks what Carillon promises against what the two services really received, about the span of the evidence.
 *
 * Every check reads the database, the services' own ledgers, the workbook or what people noted; none asks Carillon what it
 * thinks. Ask it when everything is healed: some promises take time to be kept again.
 */
export async function brokenPromises(app: Pick<App, "database">, evidence: Evidence): Promise<readonly Broken[]> {
  const ask = asking(app);
  return [
    ...(await brokenAtOnce(app, evidence)),
    ...(await meetingsOfNobody(ask, evidence)),
    ...(await brokenAttendance(ask, evidence)),
    ...(await unheard(ask, evidence)),
  ];
}

/** The promises that hold at every moment at which nobody is at work, faults or not. */
export async function brokenAtOnce(app: Pick<App, "database">, evidence: Evidence): Promise<readonly Broken[]> {
  const ask = asking(app);
  const { received } = evidence;
  const isNew = ({ at, editedAt }: DeliveredMessage) =>
    isIn(at, evidence) || (editedAt !== undefined && isIn(editedAt, evidence));
  return [
    ...(await brokenRuns(ask)),
    ...doubledMeetings(evidence.meetings),
    ...(await brokenMeetings(ask, evidence)),
    ...(await brokenReminders(ask, evidence)),
    ...(await brokenDeliveries(ask, evidence)),
    ...(await brokenRankings(ask, evidence)),
    ...(await wrongSessions(ask, evidence)),
    ...wrongTimes(received.filter(isNew), evidence).slice(0, 5),
    ...brokenSilence(evidence),
  ];
}

function asking(app: Pick<App, "database">): Ask {
  return async (query, values = []) => (await app.database.pool.query<Row>(query, [...values])).rows;
}

async function brokenRuns(ask: Ask): Promise<readonly Broken[]> {
  return tell("no run without end", await ask("select scenario, started_at::text from runs where ended_at is null"));
}

async function brokenReminders(ask: Ask, span: Span): Promise<readonly Broken[]> {
  return [
    ...tell(
      "each past session had its reminder, or says why not",
      await ask(
        `select s.id, s.starts_at::text, m.state from sessions s
           left join messages m on m.subject = s.id and m.kind = 'reminder'
          where s.status <> 'cancelled' and s.starts_at between $1 and $2
            and not coalesce(m.state = 'sent' or (m.state = 'failed' and m.failure is not null)
              or (m.state = 'expired' and m.failure ->> 'code' = 'message.group-inactive') or m.state = 'uncertain', false)`,
        ends(span),
      ),
    ),
    ...tell(
      "a reminder comes before its class",
      await ask(
        `select m.id, m.sent_at::text, s.starts_at::text from messages m join sessions s on s.id = m.subject
          where m.kind = 'reminder' and m.state = 'sent' and m.sent_at >= s.starts_at and s.status <> 'cancelled'
            and s.starts_at between $1 and $2`,
        ends(span),
      ),
    ),
    ...tell(
      "no message is lost: what is worthless by now was sent, or says why not",
      await ask(
        "select id, kind, state, due_at::text from messages where state in ('planned', 'sending') and expires_at < $1",
        [span.until.toString()],
      ),
    ),
  ];
}

/** Each line is the ledger's sum of its student; who is left out has lost more than they won, or has left the group. */
async function brokenRankings(ask: Ask, span: Span): Promise<readonly Broken[]> {
  return tell(
    "the ledger's sum is the ranking's",
    await ask(
      `with judged as (
         select id, group_id, from_at, to_at from rankings where period = 'day' and to_at between $1 and $2),
       ledger as (
         select r.id, r.group_id, p.student_id, sum(p.points) as points
           from judged r join point_entries p
             on p.group_id = r.group_id and p.recorded_at > r.from_at and p.recorded_at <= r.to_at
          group by r.id, r.group_id, p.student_id),
       line as (select l.* from ranking_lines l join judged r on r.id = l.ranking_id)
       select coalesce(l.ranking_id, k.id) as ranking, coalesce(l.student_id, k.student_id) as student,
              l.points::text as published, k.points::text as ledger
         from ledger k full join line l on l.ranking_id = k.id and l.student_id = k.student_id
        where l.points is distinct from k.points
          and not (l.student_id is null and (k.points <= 0 or not exists (
            select 1 from memberships m
             where m.group_id = k.group_id and m.student_id = k.student_id and m.left_at is null)))`,
      ends(span),
    ),
  );
}

function brokenSilence({ received, rehearsals, testChat, ...span }: Evidence): readonly Broken[] {
  const during = (kind: Rehearsal["kind"]) =>
    received.filter(({ at }) => isIn(at, span) && rehearsals.some((one) => one.kind === kind && isIn(at, one)));
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
