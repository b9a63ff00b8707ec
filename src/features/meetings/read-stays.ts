import type { Db } from "#database/open.ts";
import { isBefore, type Clock, type Instant } from "#lib/clock.ts";
import type { Answer } from "#lib/failure.ts";
import { sideBySide } from "#lib/side-by-side.ts";

import { listZoomEvents } from "./event-store.ts";
import { obeyPauses } from "./obey-pauses.ts";
import type { ParticipantStay, ZoomPort } from "./ports.ts";
import type { Span } from "./rules.ts";
import { reconcile, staysFromEvents } from "./stay-rules.ts";

/** People come early and stay late: what belongs to a session is looked for so far around it, in hours. */
const hoursBefore = 3;
const hoursAfter = 6;

/** After so long without Zoom's report, what its webhooks told is enough, in hours. */
const hoursOfPatience = 2;

/** How many of Zoom's reports are asked for at once. */
const reportsAtOnce = 16;

/** Who was in a session, and who says so. */
export interface ReadStays {
  readonly stays: readonly ParticipantStay[];
  /** False when the webhooks alone tell it, and Zoom's report may still come. */
  readonly byReport: boolean;
}

/** A session that was held in a meeting of Zoom's. */
export interface HeldSession {
  readonly zoomId: string;
  readonly session: Span;
}

/**
 * Who was in each of some sessions: Zoom's report, completed by what its webhooks told; the webhooks alone where the
 * account's plan has no report, or when it does not come. Its value is `undefined` while neither says enough; there is no
 * answer for those that were not asked about, because Zoom did not answer to another one.
 */
export async function readStays({
  db,
  clock,
  zoom,
  held,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly zoom: Pick<ZoomPort, "listStays">;
  readonly held: readonly HeldSession[];
}): Promise<readonly (Answer<ReadStays | undefined> | undefined)[]> {
  let isDeaf = false;
  const reports = await sideBySide(held, reportsAtOnce, async ({ zoomId, session }) => {
    if (isDeaf) return undefined;
    const report = await obeyPauses({ clock, ask: async () => await zoom.listStays(zoomId, spanOf(session)) });
    isDeaf ||= report.kind === "unreachable";
    return report;
  });
  const events = await listZoomEvents(
    db,
    held.map(({ zoomId, session }) => ({ zoomId, ...spanOf(session) })),
  );
  return held.map(({ session }, place) => {
    const report = reports[place];
    const told = staysFromEvents(events[place] ?? [], session.endsAt);
    return report === undefined ? undefined : whoWasThere({ report, told, session, now: clock.now() });
  });
}

function spanOf({ startsAt, endsAt }: Span): { readonly from: Instant; readonly until: Instant } {
  return { from: startsAt.subtract({ hours: hoursBefore }), until: endsAt.add({ hours: hoursAfter }) };
}

function whoWasThere({
  report,
  told,
  session,
  now,
}: {
  readonly report: Awaited<ReturnType<ZoomPort["listStays"]>>;
  readonly told: readonly ParticipantStay[];
  readonly session: Span;
  readonly now: Instant;
}): Answer<ReadStays | undefined> {
  if (report.kind === "done" && report.value !== undefined) {
    return { kind: "done", value: { stays: reconcile(report.value, told), byReport: true } };
  }
  const isLate = isBefore(session.endsAt.add({ hours: hoursOfPatience }), now);
  // That Zoom was asked too often says nothing of the report.
  const isRefused = report.kind === "refused" && report.retryAfterMs === undefined;
  const hasNoReport = isRefused || (report.kind === "done" && isLate);
  if (hasNoReport && told.length > 0) {
    return { kind: "done", value: { stays: reconcile([], told), byReport: false } };
  }
  return report.kind === "done" ? { kind: "done", value: undefined } : report;
}
