import { isBefore, type Instant } from "#lib/clock.ts";

import type { ParticipantStay } from "./ports.ts";

/** An event of a meeting that was held, as Zoom told it. */
export interface HeldEvent {
  readonly kind: "started" | "ended" | "joined" | "left";
  readonly uuid: string;
  readonly at: Instant;
  readonly userId: string | null;
  readonly name: string | null;
  readonly email: string | null;
}

/** A stay with the instance that it was in. */
interface StayOfInstance extends ParticipantStay {
  readonly uuid: string;
}

/**
 * The stays that the events amount to, whatever their order and however often they came.
 *
 * A departure that never came is the end of the instance, or `until`; an arrival that never came its start. Where
 * neither is known, nothing is said.
 */
export function staysFromEvents(events: readonly HeldEvent[], until: Instant): readonly ParticipantStay[] {
  const stays: ParticipantStay[] = [];
  for (const [uuid, ofInstance] of Map.groupBy(events, (event) => event.uuid)) {
    const started = first(ofInstance.filter((event) => event.kind === "started"));
    const ended = last(ofInstance.filter((event) => event.kind === "ended")) ?? until;
    const people = ofInstance.filter((event) => event.userId !== null);
    for (const [userId, theirs] of Map.groupBy(people, (event) => event.userId ?? "")) {
      stays.push(...staysOfOne({ uuid, userId, theirs, started, ended }));
    }
  }
  return stays;
}

function staysOfOne({
  uuid,
  userId,
  theirs,
  started,
  ended,
}: {
  readonly uuid: string;
  readonly userId: string;
  readonly theirs: readonly HeldEvent[];
  readonly started: Instant | undefined;
  readonly ended: Instant;
}): readonly ParticipantStay[] {
  const joins = moments(theirs, "joined");
  const leaves = moments(theirs, "left");
  const name = theirs.find((event) => event.name !== null && event.name !== "")?.name ?? "";
  const email = theirs.find((event) => event.email !== null && event.email !== "")?.email ?? undefined;
  const one = (joinedAt: Instant, leftAt: Instant): ParticipantStay => ({
    stayId: `${uuid}#${userId}@${joinedAt}`,
    name,
    ...(email === undefined ? {} : { email }),
    joinedAt,
    leftAt,
  });
  const stays: ParticipantStay[] = [];
  const [orphan] = leaves;
  if (orphan !== undefined && started !== undefined && (joins[0] === undefined || isBefore(orphan, joins[0]))) {
    stays.push(one(started, orphan));
  }
  for (const [index, joinedAt] of joins.entries()) {
    const next = joins[index + 1] ?? ended;
    const left = leaves.find((leave) => !isBefore(leave, joinedAt) && !isBefore(next, leave));
    const leftAt = left ?? next;
    if (isBefore(joinedAt, leftAt)) stays.push(one(joinedAt, leftAt));
  }
  return stays;
}

function moments(events: readonly HeldEvent[], kind: HeldEvent["kind"]): readonly Instant[] {
  const all = events.filter((event) => event.kind === kind).map((event) => event.at.epochMilliseconds);
  return [...new Set(all)].toSorted((a, b) => a - b).map((ms) => Temporal.Instant.fromEpochMilliseconds(ms));
}

function first(events: readonly HeldEvent[]): Instant | undefined {
  return events.map((event) => event.at).toSorted(Temporal.Instant.compare)[0];
}

function last(events: readonly HeldEvent[]): Instant | undefined {
  return events
    .map((event) => event.at)
    .toSorted(Temporal.Instant.compare)
    .at(-1);
}

/**
 * Report and events together: Zoom's report is the truth for every instance that it knows; the events speak for those
 * that it leaves out, such as a meeting of one person.
 */
export function reconcile(
  report: readonly ParticipantStay[],
  events: readonly ParticipantStay[],
): readonly ParticipantStay[] {
  const known = new Set(report.map(instanceOf));
  return joinedStays([...report, ...events.filter((stay) => !known.has(instanceOf(stay)))]);
}

/** After a cut at 40 minutes, whoever is back within so many minutes is taken to have been there all along. */
const cutMinutes = 10;

/**
 * One interval for each time that a person was there: what overlaps or touches is one, and so is what only a cut
 * between two instances of the meeting parts. Two people are one person here when their address, or else their name,
 * is the same; who that is, is not decided here.
 */
function joinedStays(stays: readonly ParticipantStay[]): readonly ParticipantStay[] {
  const joined: StayOfInstance[] = [];
  for (const theirs of Map.groupBy(stays, personOf).values()) {
    let current: StayOfInstance | undefined;
    for (const stay of theirs.toSorted((a, b) => Temporal.Instant.compare(a.joinedAt, b.joinedAt))) {
      const uuid = instanceOf(stay);
      if (current !== undefined && continues(current, stay, uuid)) {
        const leftAt: Instant = isBefore(current.leftAt, stay.leftAt) ? stay.leftAt : current.leftAt;
        current = { ...current, leftAt, uuid };
      } else {
        if (current !== undefined) joined.push(current);
        current = { ...stay, uuid };
      }
    }
    if (current !== undefined) joined.push(current);
  }
  return joined.map(({ uuid: _uuid, ...stay }) => stay);
}

function continues(current: StayOfInstance, next: ParticipantStay, uuid: string): boolean {
  const reach = current.uuid === uuid ? current.leftAt : current.leftAt.add({ minutes: cutMinutes });
  return !isBefore(reach, next.joinedAt);
}

function personOf(stay: ParticipantStay): string {
  return stay.email === undefined ? `name ${stay.name.trim().toLowerCase()}` : `e-mail ${stay.email.toLowerCase()}`;
}

/** The instance's uuid is the first part of a stay's id. */
function instanceOf(stay: ParticipantStay): string {
  return stay.stayId.slice(0, stay.stayId.lastIndexOf("#"));
}
