import { findMeetings } from "#features/meetings/store.ts";
import { escapeHtml } from "#features/messages/rules.ts";
import { endOfHorizon } from "#features/sessions/rules.ts";
import { say } from "#lib/bilingual.ts";

import type { BotCommand } from "./frame.ts";
import { comingSessions, groupsUnknown, noClassThisWeek, sessionLine, text, zonesFor } from "./timetable-answers.ts";

/** `/link`: how to enter the class that is on, or the next one. */
export const link: BotCommand = {
  command: "link",
  about: say("le lien du prochain cours", "the link of the next class"),
  scope: "both",
  answer: async (asked) => {
    const { db, now, groups, language } = asked;
    // The link opens a classroom: only who is known in its group gets it.
    if (groups.length === 0) return text(escapeHtml(groupsUnknown[language]));
    const coming = (await comingSessions(asked, endOfHorizon(now))).filter(({ status }) => status !== "cancelled");
    const [next] = coming;
    if (next === undefined) return text(escapeHtml(noClassThisWeek[language]));
    const line = sessionLine(next, asked, zonesFor(asked));
    const meeting = (await findMeetings(db, [next.id])).get(next.id);
    if (meeting?.joinUrl === undefined || meeting.joinUrl === null) {
      return text(`${line}\n\n${escapeHtml(notYet[language])}`);
    }
    const passcode = meeting.passcode === null ? "" : `\n🔑 <code>${escapeHtml(meeting.passcode)}</code>`;
    const words = say("Entrer dans le cours", "Join the class")[language];
    return text(
      `${line}\n\n🔗 <a href="${escapeHtml(meeting.joinUrl).replaceAll('"', "%22")}">${words}</a>${passcode}`,
    );
  },
};

const notYet = say(
  "Le lien de ce cours n'existe pas encore : redemandez plus tard.",
  "The link of this class does not exist yet: ask again later.",
);
