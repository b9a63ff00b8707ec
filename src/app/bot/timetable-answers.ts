import { minutesOf } from "#features/meetings/rules.ts";
import { dayIn, placeOf, timeIn } from "#features/messages/reminder-rules.ts";
import { escapeHtml, zonesOf, type MessageContent } from "#features/messages/rules.ts";
import { endOfHorizon } from "#features/sessions/rules.ts";
import { listGroupSessions, type SessionDetails } from "#features/sessions/store.ts";
import { say, type Bilingual } from "#lib/bilingual.ts";
import type { Instant } from "#lib/clock.ts";
import type { TimeZone } from "#lib/ids.ts";

import type { Asked, BotCommand } from "./frame.ts";

/** `/today`: the classes of this day. */
export const today: BotCommand = {
  command: "today",
  about: say("les cours d'aujourd'hui", "today's classes"),
  scope: "both",
  answer: async (asked) => {
    const [zone] = zonesFor(asked);
    const tomorrow = asked.now.toZonedDateTimeISO(zone).toPlainDate().add({ days: 1 });
    const midnight = tomorrow.toZonedDateTime(zone).toInstant();
    return await listed(asked, midnight, say("Pas de cours aujourd'hui.", "No class today."));
  },
};

/** `/week`: the classes of the next seven days. */
export const week: BotCommand = {
  command: "week",
  about: say("les cours des sept prochains jours", "the classes of the next seven days"),
  scope: "both",
  answer: async (asked) => await listed(asked, endOfHorizon(asked.now), noClassThisWeek),
};

/** What somebody is told whose groups have no class in the next seven days. */
export const noClassThisWeek = say("Pas de cours dans les sept prochains jours.", "No class in the next seven days.");

/** What somebody is told whose groups are not known. */
export const groupsUnknown = say(
  "Je ne sais pas encore dans quelle classe vous êtes. Écrivez un message dans le groupe de votre classe, puis redemandez-moi.",
  "I do not know your class yet. Write a message in your class's group, then ask me again.",
);

async function listed(asked: Asked, until: Instant, none: Bilingual): Promise<MessageContent> {
  const { groups, language } = asked;
  if (groups.length === 0) return text(escapeHtml(groupsUnknown[language]));
  const sessions = await comingSessions(asked, until);
  if (sessions.length === 0) return text(escapeHtml(none[language]));
  const zones = zonesFor(asked);
  return text(sessions.map((session) => sessionLine(session, asked, zones)).join("\n\n"));
}

/** The sessions of the asker's groups that have not ended and begin before `until`. */
export async function comingSessions({ db, now, groups }: Asked, until: Instant): Promise<readonly SessionDetails[]> {
  return await listGroupSessions(
    db,
    groups.map((group) => group.id),
    now,
    until,
  );
}

/** A text content. */
export function text(html: string): MessageContent {
  return { form: "text", html };
}

/** The zones in which a chat reads times: those of its audience, else the school's. */
export function zonesFor({ app, groups }: Pick<Asked, "app" | "groups">): readonly [TimeZone, ...TimeZone[]] {
  const { school } = app.config;
  const [first = school.timeZone, ...rest] = zonesOf(groups[0]?.audienceZones ?? [], school.audienceZones);
  return [first, ...rest];
}

/** One session in a few lines: day, course, times, coach; struck out when cancelled. */
export function sessionLine(
  session: SessionDetails,
  { language }: Pick<Asked, "language">,
  zones: readonly [TimeZone, ...TimeZone[]],
): string {
  const [main] = zones;
  const day = dayIn(language, session.startsAt, main);
  const times = zones.map((zone) => {
    const dayThere = dayIn(language, session.startsAt, zone);
    const there = dayThere === day ? placeOf(zone) : `${placeOf(zone)}, ${dayThere}`;
    return `${timeIn(language, session.startsAt, zone)} (${there})`;
  });
  const title = escapeHtml(session.courseTitle);
  if (session.status === "cancelled") {
    const cancelled = say("annulé", "cancelled")[language];
    return `🗓 ${escapeHtml(day)}\n❌ <s>${title}</s> ${cancelled}`;
  }
  const moved = session.status === "moved" ? ` (${say("déplacé", "moved")[language]})` : "";
  const length = `${minutesOf(session)} min`;
  return [
    `🗓 ${escapeHtml(day)}${moved}`,
    `📚 <b>${title}</b>`,
    `🕗 ${escapeHtml(times.join(" · "))}`,
    `👤 ${escapeHtml(session.coachName)}, ${length}`,
  ].join("\n");
}
