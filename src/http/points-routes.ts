import { answerContestAndTell } from "#app/answer-contest-and-tell.ts";
import { previewPoints } from "#app/preview-points.ts";
import { awardByHand } from "#features/rankings/award-by-hand.ts";
import { badgeTitle } from "#features/rankings/badge-rules.ts";
import { listAwards } from "#features/rankings/badge-store.ts";
import { chooseListing } from "#features/rankings/choose-listing.ts";
import { listContests } from "#features/rankings/contest-store.ts";
import { giveBackPoints } from "#features/rankings/give-back-points.ts";
import { givePoints } from "#features/rankings/give-points.ts";
import { listEntries, listLevels, listRulesVersions } from "#features/rankings/ledger-store.ts";
import { silentHours } from "#features/rankings/nudge-silent.ts";
import { defaultRuleBook, derivedReasons, rulesFor, type PointsRules } from "#features/rankings/points-rules.ts";
import { revokePoints } from "#features/rankings/revoke-points.ts";
import { findSilentStudents } from "#features/rankings/silent-store.ts";
import { setPointValues } from "#features/rankings/set-point-values.ts";
import { whyOf } from "#features/rankings/why-rules.ts";
import { findLivingPerson } from "#features/roster/student-store.ts";
import { unknownStudent } from "#features/roster/texts.ts";
import { versionOf } from "#lib/version.ts";

import { actorOf, guarded, toldOf, type RouteContext } from "./guard.ts";
import { studentAndGroup } from "./student-routes.ts";
import { whoDid } from "#app/who-did.ts";

/** Ledger lines that are shown beside a contest. */
const mostEvidence = 10;
/** Groups, and students of each, whose change by other rules is shown. */
const mostGroups = 100;
const mostStudents = 20;
/** Silent students that are named; the others are counted. */
const mostSilent = 200;

/** The routes of points: who has which and why, by which rules, and what is contested. */
export const pointsRoutes = {
  studentPoints: guarded.rankings.studentPoints.handler(async ({ context, input, errors }) => {
    const { app } = context;
    const { db } = app.database;
    const person = await findLivingPerson(db, input.id);
    if (person === undefined) throw errors.REFUSED(toldOf(unknownStudent(input.id)));
    const lines = await listEntries(db, { studentId: person.id, limit: input.limit });
    const badges = await listAwards(db, person.id, 200);
    const worth = new Map<string, number>();
    for (const line of lines) worth.set(line.source, (worth.get(line.source) ?? 0) + line.points);
    return {
      lines: lines.map((line) => ({
        id: line.id,
        at: line.recordedAt.toString(),
        points: line.points,
        why: whyOf(line, app.config.school.timeZone),
        groupTitle: line.groupTitle,
        source: line.source,
        isByHand:
          line.revision === 0 &&
          worth.get(line.source) !== 0 &&
          !derivedReasons.some((reason) => reason === line.reason),
      })),
      badges: badges.map(({ id, badge, amount, groupTitle, note, awardedAt }) => ({
        id,
        title: badgeTitle(badge, amount),
        groupTitle,
        note,
        at: awardedAt.toString(),
      })),
    };
  }),
  givePoints: guarded.rankings.givePoints.handler(async ({ context, input, errors }) => {
    const { id, groupId, points, why } = input;
    const both = await studentAndGroup(context.app, id, groupId);
    if (!both.ok) throw errors.REFUSED(toldOf(both.failure));
    return { source: await givePoints({ ...decider(context), studentId: both.value, groupId, points, words: why }) };
  }),
  revokePoints: guarded.rankings.revokePoints.handler(async ({ context, input, errors }) => {
    const revoked = await revokePoints({ ...decider(context), source: input.source, words: input.why });
    if (!revoked.ok) throw errors.REFUSED(toldOf(revoked.failure));
    return { points: revoked.value };
  }),
  giveBackPoints: guarded.rankings.giveBackPoints.handler(async ({ context, input, errors }) => {
    const given = await giveBackPoints({ ...decider(context), source: input.source });
    if (!given.ok) throw errors.REFUSED(toldOf(given.failure));
    return { points: given.value };
  }),
  giveBadge: guarded.rankings.giveBadge.handler(async ({ context, input, errors }) => {
    const { id, groupId, why } = input;
    const both = await studentAndGroup(context.app, id, groupId);
    if (!both.ok) throw errors.REFUSED(toldOf(both.failure));
    await awardByHand({ ...decider(context), studentId: both.value, groupId, note: why });
    return {};
  }),
  chooseListing: guarded.rankings.chooseListing.handler(async ({ context, input, errors }) => {
    const { id, hidden, pseudonym, nudges } = input;
    const person = await findLivingPerson(context.app.database.db, id);
    if (person === undefined) throw errors.REFUSED(toldOf(unknownStudent(id)));
    const change = {
      ...(hidden === undefined ? {} : { hidden }),
      ...(pseudonym === undefined ? {} : { pseudonym }),
      ...(nudges === undefined ? {} : { nudges }),
    };
    await chooseListing({ ...decider(context), studentId: person.id, change });
    return {};
  }),
  rules: guarded.rankings.rules.handler(async ({ context }) => {
    const { db } = context.app.database;
    const [versions, levels, who] = await Promise.all([listRulesVersions(db), listLevels(db), whoDid(db)]);
    const book = versions.at(-1)?.book ?? defaultRuleBook;
    const named = [...new Set([...levels, ...Object.keys(book.levels)])].toSorted();
    return {
      base: book.base,
      mark: markOf(book.base),
      levels: named.map((level) => {
        const rules = rulesFor(book, level);
        return { level, own: { ...book.levels[level] }, rules, mark: markOf(rules) };
      }),
      versions: versions
        .map(({ version, since, by, note, createdAt }) => ({
          version,
          since,
          by: who(by),
          note,
          at: createdAt.toString(),
        }))
        .toReversed(),
    };
  }),
  previewRules: guarded.rankings.previewRules.handler(async ({ context, input, errors }) => {
    const preview = await previewPoints(context.app, { level: input.level, change: changeOf(input.change) });
    if (!preview.ok) throw errors.REFUSED(toldOf(preview.failure));
    const { from, to, groups } = preview.value;
    return {
      from: from.toString(),
      to: to.toString(),
      changed: new Set(groups.flatMap((group) => group.lines.map((line) => line.studentId))).size,
      groups: groups.slice(0, mostGroups).map((group) => ({ ...group, lines: group.lines.slice(0, mostStudents) })),
    };
  }),
  setRules: guarded.rankings.setRules.handler(async ({ context, input, errors }) => {
    const { app } = context;
    const { level, change, since, note, mark } = input;
    const set = await setPointValues({
      db: app.database.db,
      clock: app.clock,
      school: app.config.school,
      level,
      change: changeOf(change),
      since: since === undefined ? undefined : Temporal.PlainDate.from(since),
      note,
      by: actorOf(context),
      mark,
    });
    if (!set.ok) throw errors.REFUSED(toldOf(set.failure));
    return set.value;
  }),
  contests: guarded.rankings.contests.handler(async ({ context, input }) => {
    const { app } = context;
    const { db } = app.database;
    const zone = app.config.school.timeZone;
    const rows = await listContests(db, input.which);
    return await Promise.all(
      rows.map(async (row) => {
        const { studentId, source } = row;
        const lines = source === null ? [] : await listEntries(db, { studentId, source, limit: mostEvidence });
        return {
          id: row.id,
          studentId,
          student: row.studentName,
          groupTitle: row.groupTitle,
          words: row.words,
          openedAt: row.openedAt.toString(),
          state: row.state,
          evidence: lines.map((line) => ({ id: line.id, points: line.points, why: whyOf(line, zone) })),
          points: row.points,
          answer: row.answer,
          answeredAt: row.answeredAt?.toString() ?? null,
        };
      }),
    );
  }),
  answerContest: guarded.rankings.answerContest.handler(async ({ context, input, errors }) => {
    const answered = await answerContestAndTell(context.app, { ...input, by: actorOf(context) });
    if (!answered.ok) throw errors.REFUSED(toldOf(answered.failure));
    return {};
  }),
  silent: guarded.rankings.silent.handler(async ({ context }) => {
    const now = context.app.clock.now();
    const { count, students } = await findSilentStudents(context.app.database.db, {
      since: now.subtract({ hours: silentHours }),
      nudgedBefore: now,
      now,
      limit: mostSilent,
    });
    return {
      count,
      students: students.map(({ studentId, name, groupTitle, chatId, wantsNudges }) => ({
        studentId,
        name,
        groupTitle,
        reach: chatId === null ? "not started" : wantsNudges ? "may be written to" : "not asked",
      })),
    };
  }),
};

function decider(context: RouteContext) {
  const { app } = context;
  return { db: app.database.db, now: app.clock.now(), by: actorOf(context) };
}

function markOf(rules: PointsRules): string {
  return versionOf({ ...rules });
}

/** The rules that a request names; what it does not name stays. */
function changeOf(
  change: { readonly [Name in keyof PointsRules]?: number | undefined } | "drop",
): Partial<PointsRules> | "drop" {
  if (change === "drop") return change;
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
