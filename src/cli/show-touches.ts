import type { ImportTouches } from "#app/rehearse-import.ts";
import { say, type Bilingual, type Language } from "#lib/bilingual.ts";
import type { TimeZone } from "#lib/ids.ts";

import type { CommandContext } from "./command.ts";
import { spanIn } from "./days.ts";
import { printable } from "./terminal.ts";

/** More sessions than this are counted, not listed. */
const mostListed = 40;

const kindWords: Readonly<Record<ImportTouches["sessions"][number]["kind"], Bilingual>> = {
  created: say("nouvelle", "new"),
  changed: say("changée", "changed"),
  cancelled: say("annulée", "cancelled"),
};

/** What an import would touch in the coming week, for a person. */
export function touchLines(
  { text, terminal }: CommandContext,
  touches: ImportTouches,
  zone: TimeZone,
): readonly string[] {
  const { sessions, meetings, messages } = touches;
  if (sessions.length === 0) return [];
  const title = say("Séances des 7 prochains jours", "Sessions of the next 7 days");
  const listed = sessions.slice(0, mostListed).map(({ kind, before, after }) => {
    const span = spanIn(after.startsAt, after.endsAt, zone);
    const was = before === undefined ? span : spanIn(before.startsAt, before.endsAt, zone);
    const when = was === span ? span : `${was} → ${span}`;
    return `  ${text(kindWords[kind])}  ${when}  ${printable(after.courseTitle)}  ${printable(after.coachName)}`;
  });
  const rest = sessions.length - listed.length;
  const sums = say(
    `Réunions : ${meetings.opened} à ouvrir, ${meetings.changed} à changer, ${meetings.deleted} à supprimer. Rappels : ${messages.written} à écrire, ${messages.rewritten} à réécrire, ${messages.withdrawn} à retirer ; ${messages.alerted} groupes déjà prévenus le seront du changement.`,
    `Meetings: ${meetings.opened} to open, ${meetings.changed} to change, ${meetings.deleted} to delete. Reminders: ${messages.written} to write, ${messages.rewritten} to rewrite, ${messages.withdrawn} to withdraw; ${messages.alerted} groups told already will be told of the change.`,
  );
  const more = rest > 0 ? [`  … + ${rest}`] : [];
  return [terminal.tone("strong", `${text(title)} (${sessions.length})`), ...listed, ...more, `  ${text(sums)}`, ""];
}

/** The same for programs. */
export function touchesDocument({ sessions, meetings, messages }: ImportTouches, language: Language): object {
  return {
    sessions: sessions.map(({ kind, before, after }) => ({
      kind,
      id: after.id,
      course: after.courseTitle,
      coach: after.coachName,
      startsAt: after.startsAt,
      before:
        before === undefined ? null : { startsAt: before.startsAt, coach: before.coachName, status: before.status },
      status: after.status,
      reason: after.reason?.[language] ?? null,
    })),
    meetings,
    messages,
  };
}
