import type { Db } from "#database/open.ts";
import { listCourses } from "#features/timetable/store.ts";
import type { Bilingual } from "#lib/bilingual.ts";
import type { TimeZone } from "#lib/ids.ts";

import type { KeptDecision } from "./decide-sessions.ts";
import { clashesWith } from "./plan-rules.ts";
import { listWantedSessions } from "./plan-sessions.ts";
import { clash } from "./texts.ts";

/** How far around a session others are looked at: longer than any class. */
const around = { hours: 12 };

/** What a decision makes happen twice at once, for its coach or its group: told, not refused. */
export async function findClashes({
  db,
  zone,
  decision,
}: {
  readonly db: Db;
  /** The school's: times are told in it. */
  readonly zone: TimeZone;
  readonly decision: KeptDecision;
}): Promise<readonly Bilingual[]> {
  const [from, until] = [decision.startsAt.subtract(around), decision.startsAt.add(around)];
  const wanted = await listWantedSessions({ db, zone, from, until });
  const session = wanted.find((one) => one.id === decision.sessionId);
  if (session === undefined || session.status === "cancelled") return [];
  const clashes = clashesWith(session, wanted);
  if (clashes.length === 0) return [];
  const titles = new Map((await listCourses(db)).map((course) => [course.id, course.title]));
  return clashes.map(({ other, what }) => {
    const at = other.startsAt.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: "minute" });
    return clash(what, decision.courseTitle, titles.get(other.courseId) ?? "", at.replace("T", " "));
  });
}
