import type { z } from "zod";

import type { ParticipantStay } from "#features/meetings/ports.ts";
import { isBefore, type Clock, type Instant } from "#lib/clock.ts";
import type { Answer } from "#lib/failure.ts";
import type { Ask, Call } from "./caller.ts";
import { everyRow } from "./pages.ts";
import { instancesAnswer, participantsPage } from "./schemas.ts";

type Row = z.output<typeof participantsPage>["participants"][number];
interface Instance {
  readonly uuid: string;
  readonly start_time: Instant;
}

/** After this long, an instance that Zoom has no list for was a meeting of one person. */
const patience = { hours: 24 };

/** The dearer report is asked only after so long, when the cheaper list still says nothing. */
const beforeReport = { hours: 2 };

/**
 * Every stay in every ended instance of a meeting that began in the span; `undefined` while one is not ready.
 *
 * A meeting may have several instances: the host came back, or a Basic host's 40 minutes were over. The instances of
 * a recurring meeting are those of all its dates, hence the span.
 */
export async function staysOf(
  ask: Ask,
  clock: Clock,
  meetingId: string,
  span: { readonly from: Instant; readonly until: Instant } | undefined,
): Promise<Answer<readonly ParticipantStay[] | undefined>> {
  const path = `/past_meetings/${encodeURIComponent(meetingId)}/instances`;
  const instances = notYet(await ask({ method: "GET", path, label: "medium" }, instancesAnswer));
  if (instances.kind !== "done") return instances;
  const held = (instances.value?.meetings ?? []).filter(
    ({ start_time: start }) => span === undefined || (!isBefore(start, span.from) && isBefore(start, span.until)),
  );
  if (held.length === 0) return { kind: "done", value: undefined };

  const stays: ParticipantStay[] = [];
  for (const instance of held) {
    const found = await staysOfInstance(ask, clock, instance);
    if (found.kind !== "done" || found.value === undefined) return found;
    stays.push(...found.value);
  }
  return { kind: "done", value: stays };
}

async function staysOfInstance(
  ask: Ask,
  clock: Clock,
  instance: Instance,
): Promise<Answer<readonly ParticipantStay[] | undefined>> {
  const cheap = await rowsOf(ask, "past_meetings", "medium", instance);
  const now = clock.now();
  const isLate = isBefore(instance.start_time.add(beforeReport), now);
  const lacksScope = cheap.kind === "refused" && cheap.failure.code === "zoom.scope";
  const asksReport = lacksScope || (isLate && cheap.kind === "done" && cheap.value === undefined);
  const report = asksReport ? await rowsOf(ask, "report/meetings", "heavy", instance) : cheap;
  // When the dearer one cannot be had either, what was wrong with the cheaper one is what to repair.
  const rows = report.kind === "done" || !asksReport ? report : cheap;
  if (rows.kind !== "done") return rows;
  if (rows.value === undefined) {
    return { kind: "done", value: isBefore(instance.start_time.add(patience), now) ? [] : undefined };
  }
  const ready = counted(rows.value.filter((row) => row.status !== "in_waiting_room"));
  return { kind: "done", value: ready?.map((row) => stayOf(instance.uuid, row)) };
}

async function rowsOf(
  ask: Ask,
  kind: "past_meetings" | "report/meetings",
  label: Call["label"],
  { uuid }: Instance,
): Promise<Answer<readonly Row[] | undefined>> {
  const path = `/${kind}/${encodeUuid(uuid)}/participants`;
  return notYet(await everyRow(ask, { path, label }, participantsPage, (page) => page.participants));
}

/**
 * A uuid as a path segment. One that starts with `/` or contains `//` is encoded twice: Zoom's gateway decodes once
 * before it looks for the route.
 */
export function encodeUuid(uuid: string): string {
  const once = encodeURIComponent(uuid);
  return uuid.startsWith("/") || uuid.includes("//") ? encodeURIComponent(once) : once;
}

/** "Does not exist" means here: Zoom has not written its report yet. */
function notYet<T>(answer: Answer<T>): Answer<T | undefined> {
  const absent = answer.kind === "refused" && answer.failure.code === "zoom.meeting-gone";
  return absent ? { kind: "done", value: undefined } : answer;
}

interface CountedRow extends Row {
  readonly leave_time: Instant;
}

/** The rows when Zoom has counted them all: no duration of 0 for a stay that lasted, no missing departure. */
function counted(rows: readonly Row[]): readonly CountedRow[] | undefined {
  if (rows.length > 0 && rows.every((row) => row.duration === 0)) return undefined;
  const ready = rows.flatMap((row): readonly CountedRow[] => {
    const { leave_time, join_time, duration } = row;
    if (leave_time === undefined) return [];
    // Someone who came and went within a second has 0 for ever.
    const isCounted = duration > 0 || leave_time.epochMilliseconds - join_time.epochMilliseconds < 2_000;
    return isCounted ? [{ ...row, leave_time }] : [];
  });
  return ready.length === rows.length ? ready : undefined;
}

function stayOf(uuid: string, row: CountedRow): ParticipantStay {
  return {
    // `user_id` starts again at each instance, and a stay in the waiting room can share it: all three make it unique.
    stayId: `${uuid}#${row.user_id}@${row.join_time}`,
    name: row.name,
    ...(row.user_email === "" ? {} : { email: row.user_email }),
    ...(row.registrant_id === "" ? {} : { registrantId: row.registrant_id }),
    joinedAt: row.join_time,
    leftAt: row.leave_time,
  };
}
