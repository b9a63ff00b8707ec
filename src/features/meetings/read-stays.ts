import type { Db } from "#database/open.ts";
import { isBefore, type Clock } from "#lib/clock.ts";
import type { Answer } from "#lib/failure.ts";

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

/** Who was in a session, and who says so. */
export interface ReadStays {
  readonly stays: readonly ParticipantStay[];
  /** False when the webhooks alone tell it, and Zoom's report may still come. */
  readonly byReport: boolean;
}

/**
 * Who was in a session: Zoom's report, completed by what its webhooks told; the webhooks alone where the account's plan
 * has no report, or when it does not come. `undefined` while neither says enough.
 */
export async function readStays({
  db,
  clock,
  zoom,
  zoomId,
  session,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly zoom: Pick<ZoomPort, "listStays">;
  readonly zoomId: string;
  readonly session: Span;
}): Promise<Answer<ReadStays | undefined>> {
  const span = {
    from: session.startsAt.subtract({ hours: hoursBefore }),
    until: session.endsAt.add({ hours: hoursAfter }),
  };
  const report = await obeyPauses({ clock, ask: async () => await zoom.listStays(zoomId, span) });
  const told = staysFromEvents(await listZoomEvents(db, zoomId, span), session.endsAt);
  if (report.kind === "done" && report.value !== undefined) {
    return { kind: "done", value: { stays: reconcile(report.value, told), byReport: true } };
  }
  const isLate = isBefore(session.endsAt.add({ hours: hoursOfPatience }), clock.now());
  // That Zoom was asked too often says nothing of the report.
  const isRefused = report.kind === "refused" && report.retryAfterMs === undefined;
  const hasNoReport = isRefused || (report.kind === "done" && isLate);
  if (hasNoReport && told.length > 0) {
    return { kind: "done", value: { stays: reconcile([], told), byReport: false } };
  }
  return report.kind === "done" ? { kind: "done", value: undefined } : report;
}
