import { dayNames } from "./day-rules.ts";
import type { WrittenSheet } from "./ports.ts";
import type { TimetableLine } from "./shape-rules.ts";
import { inTextOrder } from "./text-rules.ts";

/** The heads of the columns, as the school's own sheet names them; reading knows each of them again. */
const heads = [
  "COURSE",
  "COACH",
  "EMAIL",
  "DAY",
  "TIME",
  "TIME ZONE",
  "DURATION (Min)",
  "LEVEL",
  "ASSISTANT",
  "TELEGRAM GROUP ID",
  "TELEGRAM TOPIC",
  "LANGUAGE",
  "MEETING LINK",
  "STARTS ON",
  "ENDS ON",
] as const;

/** The timetable in force as the school's sheet `Fix Schedule`: read again it gives the same entries. */
export function fixSchedule(lines: readonly TimetableLine[]): WrittenSheet {
  const sorted = lines.toSorted(
    (a, b) => a.weekday - b.weekday || inTextOrder(a.time, b.time) || inTextOrder(a.courseKey, b.courseKey),
  );
  return {
    name: "Fix Schedule",
    rows: [
      heads,
      ...sorted.map((line) => [
        line.course,
        line.coach,
        line.coachEmail,
        dayNames.en[line.weekday - 1],
        line.time,
        // Reading knows an offset by the word before it.
        /^[+-]/.test(line.timeZone) ? `GMT${line.timeZone}` : line.timeZone,
        line.durationMinutes,
        line.level,
        line.assistant,
        line.group.kind === "chat" ? line.group.chatId : line.group.link,
        line.topic,
        line.language === undefined ? undefined : line.language === "fr" ? "français" : "English",
        line.meetingLink,
        line.startsOn,
        line.endsOn,
      ]),
    ],
  };
}
