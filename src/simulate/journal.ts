import type { App } from "#app/parts.ts";
import type { SimulatedSchool } from "#simulators/simulated-school.ts";

/** What Zoom draws anew for each meeting. */
const drawnByZoom = /(ID de réunion|Meeting ID|Code secret|Passcode)[^\n]*/g;
/** Where a simulated service listens: whichever port was free. */
const portsHere = /(127\.0\.0\.1):\d+/g;

/**
 * What the two services and the database tell of a simulated year, for people to compare: the same seed gives the same
 * lines, whatever the machine. Instants are told to the minute; ids and ports that are drawn anew each time are left out.
 */
export async function journalOf(
  app: App,
  school: Pick<SimulatedSchool, "zoom" | "telegram">,
): Promise<readonly string[]> {
  const ask = async (what: string, query: string) =>
    (await app.database.pool.query<{ line: string }>(query)).rows.map(({ line }) => `${what} ${line}`);
  const received = school.telegram.ledger
    .all()
    .map(({ at, chatId, kind, plainText, answerLost, deletedAt }) =>
      [
        `telegram ${minute(at)} ${chatId} ${kind}`,
        ...(answerLost ? ["(no answer)"] : []),
        ...(deletedAt === undefined ? [] : ["(deleted)"]),
        plainText.replace(drawnByZoom, "$1").replaceAll(portsHere, "$1").replaceAll("\n", " | "),
      ].join(" "),
    );
  const meetings = school.zoom.ledger
    .meetings()
    .map(({ host, topic, startsAt, state, createdAt, writes }) =>
      [`zoom ${minute(startsAt)} ${host} ${topic} ${state}`, `made ${minute(createdAt)} writes ${writes}`].join(" "),
    );
  const requests = [...school.zoom.ledger.requests()].map(([endpoint, times]) => `zoom ${endpoint} ${times} times`);
  const runs = await ask(
    "run",
    `select concat_ws(' ', ${minuteOf("started_at")}, scenario, cause, outcome, attempt, figures::text, failure ->> 'code') as line
       from runs`,
  );
  const messages = await ask(
    "message",
    `select concat_ws(' ', ${minuteOf("due_at")}, kind, state, chat_id, ${minuteOf("sent_at")}, tries, failure ->> 'code') as line
       from messages`,
  );
  const points = await ask(
    "points",
    `select concat_ws(' ', g.chat_id, s.display_name, sum(p.points), count(*)) as line
       from point_entries p join groups g on g.id = p.group_id join students s on s.id = p.student_id
      group by g.chat_id, s.display_name`,
  );
  return [received, meetings, requests, runs, messages, points].flatMap((lines) => lines.toSorted());
}

function minute(at: Temporal.Instant): string {
  return at.round({ smallestUnit: "minute", roundingMode: "trunc" }).toString({ smallestUnit: "minute" });
}

function minuteOf(column: string): string {
  return `to_char(${column}, 'YYYY-MM-DD HH24:MI')`;
}
