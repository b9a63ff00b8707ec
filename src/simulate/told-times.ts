import type { DeliveredMessage } from "#simulators/telegram/ledger.ts";

import type { Broken } from "./invariants.ts";
import type { SimulatedCourse } from "./lines.ts";

/** What the workbook held from an instant on: the school's own word, whatever Carillon made of it. */
export interface Lines {
  readonly from: Temporal.Instant;
  readonly courses: readonly SimulatedCourse[];
}

const reminderMark = "📚 ";
const promise = "a reminder tells the time of its class in every zone";

/**
 * Computes from the workbook alone, with none of Carillon's rules, what each reminder should have told: the day of the
 * class and its time in each zone of the audience. Without a workbook there is nothing to compare with.
 */
export function wrongTimes(
  received: readonly DeliveredMessage[],
  workbooks: readonly Lines[],
  zones: readonly string[],
): readonly Broken[] {
  if (workbooks.length === 0) return [];
  return received.flatMap((message) => {
    const told = readReminder(message.plainText);
    if (told === undefined) return [];
    const lines = workbooks.findLast(({ from }) => Temporal.Instant.compare(from, message.at) <= 0);
    const course = lines?.courses.find((one) => told.title.endsWith(` - ${one.chatId.slice(-4)}`));
    const day = message.at.toZonedDateTimeISO("UTC").toPlainDate();
    const isTaught = course?.weekdays.includes(day.dayOfWeek) ?? false;
    const expected = course === undefined ? [] : zones.map((zone) => timeIn(day, course.minutes, zone));
    if (isTaught && told.times.join() === expected.join()) return [];
    const row = {
      chat: message.chatId,
      at: message.at.toString(),
      title: told.title,
      told: told.times,
      expected,
      isTaught,
    };
    return [{ promise, row: JSON.stringify(row) }];
  });
}

function readReminder(text: string): { readonly title: string; readonly times: readonly string[] } | undefined {
  const [heading = "", ...lines] = text.split("\n");
  if (!heading.startsWith(reminderMark)) return undefined;
  const times = lines.flatMap((line) => {
    const [, hours, minutes] = /^🕗 (\d{1,2})h(\d\d) \(/.exec(line) ?? [];
    return hours === undefined ? [] : [`${hours}:${minutes}`];
  });
  return { title: heading.slice(reminderMark.length), times };
}

function timeIn(day: Temporal.PlainDate, minutes: number, zone: string): string {
  const there = day.toZonedDateTime("UTC").add({ minutes }).withTimeZone(zone);
  return `${there.hour}:${String(there.minute).padStart(2, "0")}`;
}
