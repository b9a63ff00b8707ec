import { comparableName } from "#features/roster/name-rules.ts";
import type { Instant } from "#lib/clock.ts";

/** One stay as Zoom's report tells it. */
interface ToldStay {
  readonly stayId: string;
  readonly name: string;
  readonly email?: string | undefined;
  readonly registrantId?: string | undefined;
  readonly joinedAt: Instant;
  readonly leftAt: Instant;
}

/** One stay as it is kept. */
interface KeptStay {
  readonly stayId: string;
  readonly zoomName: string;
  readonly email: string | null;
  readonly registrantId: string | null;
  readonly joinedAt: Instant;
  readonly leftAt: Instant;
}

/** Who holds a session. */
interface Staff {
  readonly coachName: string;
  readonly coachEmail: string | null;
  readonly assistant: string | null;
}

/** The coach, the assistant and the account that holds the meeting are in it too, and are no students. */
export function isStaff(stay: Pick<ToldStay, "name" | "email">, session: Staff, host: string | undefined): boolean {
  const email = stay.email?.toLowerCase();
  if (email !== undefined && [session.coachEmail, host].some((staff) => staff?.toLowerCase() === email)) return true;
  const name = comparableName(stay.name);
  return name !== "" && [session.coachName, session.assistant ?? ""].some((staff) => comparableName(staff) === name);
}

/** Whether a report of a session that is read again tells the stays that are kept of it, and no others. */
export function tellsTheSame(
  stays: readonly ToldStay[],
  kept: readonly KeptStay[],
  session: Staff,
  host: string | undefined,
): boolean {
  const told = stays.filter((stay) => !isStaff(stay, session, host));
  const known = new Map(kept.map((row) => [row.stayId, row]));
  return told.length === kept.length && told.every((stay) => isKept(stay, known.get(stay.stayId)));
}

function isKept(stay: ToldStay, row: KeptStay | undefined): boolean {
  if (row === undefined || !row.joinedAt.equals(stay.joinedAt) || !row.leftAt.equals(stay.leftAt)) return false;
  // Of who was erased only the times are kept.
  if (row.zoomName === "") return true;
  const { email = null, registrantId = null } = stay;
  return row.zoomName === stay.name && row.email === email && row.registrantId === registrantId;
}
