import type { SessionDetails } from "#features/sessions/store.ts";
import { say } from "#lib/bilingual.ts";
import type { TimeZone } from "#lib/ids.ts";

import { countValue } from "./arguments.ts";
import type { Command, CommandContext } from "./command.ts";
import { spanIn } from "./days.ts";
import { withDatabaseIfAny } from "./open-app.ts";
import { printable, table, type Tone } from "./terminal.ts";
import { misused } from "./usage-failures.ts";
import { minuteIn } from "./wording.ts";

/** `carillon sessions`: the coming sessions. */
export const sessions: Command = {
  name: "sessions",
  summary: say(
    "Montre les séances à venir : déplacées, annulées, remplacées.",
    "Shows the coming sessions: moved, cancelled, substituted.",
  ),
  usage: ["sessions [--days N]"],
  options: {
    days: { type: "string", value: "N", about: say("Combien de jours (7).", "How many days (7).") },
  },
  details: say(
    "Les heures sont dans le fuseau de l'école. Avec --json : [{id, course, coach, usualCoach, group, date, startsAt, endsAt, movedFrom, status, reason}].",
    "Times are in the school's zone. With --json: [{id, course, coach, usualCoach, group, date, startsAt, endsAt, movedFrom, status, reason}].",
  ),
  words: { least: 0, most: 0 },
  run: async (context) => {
    const days = countValue(context.values, "days", 7);
    if (!days.ok) return misused(context, days.failure);
    return await withDatabaseIfAny(context, async (database, config) => {
      const { listSessionDetails } = await import("#features/sessions/store.ts");
      const now = context.clock.now();
      const until = now.add({ hours: 24 * days.value });
      const rows = database === undefined ? [] : await listSessionDetails(database.db, now, until);
      if (context.json) context.terminal.json(rows.map((row) => documentOf(row, context)));
      else if (rows.length === 0)
        context.terminal.say(context.text(say("Aucune séance n'est prévue.", "No session is planned.")));
      else for (const line of linesOf(context, rows, config.school.timeZone)) context.terminal.print(line);
      return 0;
    });
  },
};

const statusWords: Readonly<Record<SessionDetails["status"], readonly [Tone, ReturnType<typeof say>]>> = {
  scheduled: ["good", say("prévue", "scheduled")],
  moved: ["warning", say("déplacée", "moved")],
  cancelled: ["bad", say("annulée", "cancelled")],
};

function linesOf(
  { text, terminal }: CommandContext,
  rows: readonly SessionDetails[],
  zone: TimeZone,
): readonly string[] {
  const heads = [
    text(say("Quand", "When")),
    text(say("Cours", "Course")),
    text(say("Coach", "Coach")),
    text(say("État", "State")),
    "",
  ];
  return table(
    heads,
    rows.map((row) => {
      const [tone, word] = statusWords[row.status];
      const coach = row.usualCoachName === null ? row.coachName : `${row.coachName} (← ${row.usualCoachName})`;
      const from = row.movedFrom === null ? "" : `${minuteIn(row.movedFrom, zone)} → `;
      return [
        spanIn(row.startsAt, row.endsAt, zone),
        printable(row.courseTitle),
        printable(coach),
        terminal.tone(tone, text(word)),
        printable(`${from}${row.reason === null ? "" : text(row.reason)}`),
      ];
    }),
  );
}

function documentOf(row: SessionDetails, { text }: CommandContext): object {
  return {
    id: row.id,
    course: row.courseTitle,
    coach: row.coachName,
    usualCoach: row.usualCoachName,
    group: row.group === null ? null : { title: row.group.title, chatId: row.group.chatId },
    date: row.date,
    startsAt: row.startsAt,
    endsAt: row.endsAt,
    movedFrom: row.movedFrom,
    status: row.status,
    reason: row.reason === null ? null : text(row.reason),
  };
}
