import { plainText } from "#features/messages/html-rules.ts";
import { listHampered, listSessionFacts, listWithoutTwin } from "#features/messages/outlook-store.ts";
import { listOtherMessages } from "#features/messages/week-store.ts";
import { listHolds } from "#features/rankings/hold-store.ts";
import { nextRuns } from "#features/scenarios/rules.ts";
import { findScenario } from "#features/scenarios/store.ts";
import { weekDifferences, weekOverlaps, type WeekDifference } from "#features/sessions/week-rules.ts";
import type { Instant } from "#lib/clock.ts";

import { guarded, type RouteContext } from "./guard.ts";
import { toldOnPage } from "./page-words.ts";
import { daysOf } from "./week-days.ts";

/** How much of a message is told in a list. */
const excerpt = 160;

type Facts = Awaited<ReturnType<typeof listSessionFacts>>[number];
type Changed = Awaited<ReturnType<typeof listWithoutTwin>>[number];
type Hampered = Awaited<ReturnType<typeof listHampered>>[number];

/** The route of what is to be known of the week besides its sessions. */
export const outlookRoutes = {
  outlook: guarded.sessions.outlook.handler(async ({ context, input }) => {
    const { app } = context;
    const { db } = app.database;
    const { from, until } = daysOf(context, { ...input, days: 7 });
    const span = { from, until };
    const week = { hours: 24 * 7 };
    const before = { from: from.subtract(week), until: until.subtract(week) };
    const [rows, others, hampered, later, former] = await Promise.all([
      listSessionFacts(db, span),
      listOtherMessages(db, from, until),
      listHampered(db, span),
      listWithoutTwin(db, span, -7),
      listWithoutTwin(db, before, 7),
    ]);
    return {
      differences: weekDifferences(later, former, app.config.school.timeZone).map(differenceShown),
      conflicts: [
        ...weekOverlaps(rows).map(({ what, first, second }) => ({
          kind: what,
          sessionIds: [first.id, second.id],
          failure: null,
        })),
        ...hindrances(hampered),
      ],
      messages: others.map(({ html, dueAt, ...rest }) => ({
        ...rest,
        dueAt: dueAt.toString(),
        text: plainText(html).slice(0, excerpt),
      })),
      rankings: await rankingsOf(context, rows, until),
    };
  }),
};

function differenceShown(one: WeekDifference<Changed>) {
  if (one.kind === "new") return { kind: "new" as const, id: one.session.id };
  const { id, course, coach, group } = one.before;
  const startsAt = one.before.startsAt.toString();
  if (one.kind === "gone") return { kind: "gone" as const, id, course, coach, startsAt };
  const fields = [...one.fields];
  return { kind: "changed" as const, id: one.session.id, fields, before: { startsAt, coach, group } };
}

/** What keeps a session from being held or told as it should. */
function hindrances(rows: readonly Hampered[]) {
  const each = rows.flatMap((row) => {
    const sessionIds = [row.id];
    const { meeting, message } = row;
    return [
      ...(meeting !== null && meeting.failure !== null
        ? [{ kind: "meeting" as const, sessionIds, failure: toldOnPage(meeting.failure) }]
        : []),
      ...(meeting !== null && meeting.handChange !== null
        ? [{ kind: "by hand" as const, sessionIds, failure: null }]
        : []),
      ...(message?.state === "failed" || message?.state === "uncertain"
        ? [
            {
              kind: "message" as const,
              sessionIds,
              failure: message.failure === null ? null : toldOnPage(message.failure),
            },
          ]
        : []),
    ];
  });
  return [
    ...each,
    ...allAtOnce("no link", rows.filter(hasNoLink)),
    ...allAtOnce(
      "no group",
      rows.filter((row) => row.groupId === null),
    ),
  ];
}

function allAtOnce(kind: "no link" | "no group", rows: readonly Hampered[]) {
  return rows.length === 0 ? [] : [{ kind, sessionIds: rows.map((row) => row.id), failure: null }];
}

function hasNoLink({ meeting }: Hampered): boolean {
  return meeting === null || (meeting.joinUrl === null && meeting.failure === null && meeting.state !== "declined");
}

/** When the rankings of these days come, and of how many groups that have had a session since the one before. */
async function rankingsOf({ app }: RouteContext, rows: readonly Facts[], until: Instant) {
  const scenario = await findScenario(app.database.db, "send_daily_rankings");
  if (scenario === undefined || !scenario.enabled || scenario.cron === null) return [];
  const now = app.clock.now();
  const runs = nextRuns(scenario.cron, app.config.school.timeZone, now, 8).filter(
    (at) => Temporal.Instant.compare(at, until) < 0,
  );
  const zone = app.config.school.timeZone;
  const dayOf = (at: Instant) => at.toZonedDateTimeISO(zone).toPlainDate().toString();
  const held = new Set((await listHolds(app.database.db, dayOf(now))).map(({ day }) => day));
  return runs.map((at, index) => {
    const since = runs[index - 1] ?? at.subtract({ hours: 24 });
    const ended = rows.filter(
      (row) =>
        row.status !== "cancelled" &&
        Temporal.Instant.compare(row.endsAt, since) > 0 &&
        Temporal.Instant.compare(row.endsAt, at) <= 0,
    );
    const day = dayOf(at);
    return {
      at: at.toString(),
      day,
      groups: new Set(ended.flatMap((row) => row.groupId ?? [])).size,
      held: held.has(day),
    };
  });
}
