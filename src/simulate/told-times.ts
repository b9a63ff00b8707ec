import type { DeliveredMessage } from "#simulators/telegram/ledger.ts";

import type { Broken } from "./promise.ts";
import { coursesAt, markOf, startsOf, type SchoolsWord } from "./school-hours.ts";

const reminderMark = "📚 ";
const moveMark = "🔁 Changement d'horaire : ";
const promise = "a reminder tells the time of its class in every zone";
/** What people move takes place within so many days. */
const daysAhead = 7;

interface Told {
  readonly title: string;
  readonly day: string;
  readonly times: readonly string[];
  readonly isReminder: boolean;
}

/**
 * Computes from the workbook and from the record of what people decided, with none of Carillon's rules, what each reminder
 * and each word of a new hour should have told: the day of the class and its time in each zone of the audience. What was
 * cancelled is told by no reminder. Without a workbook there is nothing to compare with.
 */
export function wrongTimes(received: readonly DeliveredMessage[], word: SchoolsWord): readonly Broken[] {
  if (word.workbooks.length === 0) return [];
  return received.flatMap((message) => {
    const told = readMessage(message.plainText);
    if (told === undefined) return [];
    // An edit tells what was decided by then.
    const at = message.editedAt ?? message.at;
    const today = dayOf(message.at);
    const starts = startsFrom(told.title, today, at, word);
    const isOnItsDay = (start: Temporal.Instant) => dayOf(start).equals(today);
    const fitting = told.isReminder && message.editedAt === undefined ? starts.filter(isOnItsDay) : starts;
    const right = fitting.map((start) => ({ day: dayInWords(start, word.zones), times: timesOf(start, word.zones) }));
    if (right.some(({ day, times }) => day === told.day && times.join() === told.times.join())) return [];
    const { chatId } = message;
    const row = {
      chat: chatId,
      at: at.toString(),
      title: told.title,
      told: [told.day, ...told.times],
      expected: right,
    };
    return [{ promise, row: JSON.stringify(row) }];
  });
}

/** When the course of this title is taught from a day on, as the school knew it at an instant. */
function startsFrom(
  title: string,
  today: Temporal.PlainDate,
  at: Temporal.Instant,
  word: SchoolsWord,
): readonly Temporal.Instant[] {
  const course = coursesAt(word, at).find((one) => title.endsWith(markOf(one.chatId)));
  if (course === undefined) return [];
  const ahead = Array.from({ length: daysAhead }, (_, later) => today.add({ days: later }));
  return startsOf(course, ahead, at, word.byHand);
}

function readMessage(text: string): Told | undefined {
  const [heading = "", ...lines] = text.split("\n");
  const mark = [reminderMark, moveMark].find((one) => heading.startsWith(one));
  if (mark === undefined) return undefined;
  const times = lines.flatMap((line) => {
    const [, hours, minutes] = /^🕗 (\d{1,2})h(\d\d) \(/.exec(line) ?? [];
    return hours === undefined ? [] : [`${hours}:${minutes}`];
  });
  const day = lines.find((line) => line.startsWith("🗓 "))?.slice("🗓 ".length) ?? "";
  return { title: heading.slice(mark.length), day, times, isReminder: mark === reminderMark };
}

/** The day in UTC, which is the school's own. */
function dayOf(at: Temporal.Instant): Temporal.PlainDate {
  return at.toZonedDateTimeISO("UTC").toPlainDate();
}

const months = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(" ");
const days = "lundi mardi mercredi jeudi vendredi samedi dimanche".split(" ");

function dayInWords(start: Temporal.Instant, [zone = "UTC"]: readonly string[]): string {
  const there = start.toZonedDateTimeISO(zone);
  // French writes the first of a month `1er`, and no other day so.
  const day = there.day === 1 ? "1er" : there.day;
  return `${days[there.dayOfWeek - 1]} ${day} ${months[there.month - 1]}`;
}

function timesOf(start: Temporal.Instant, zones: readonly string[]): readonly string[] {
  return zones.map((zone) => {
    const there = start.toZonedDateTimeISO(zone);
    return `${there.hour}:${String(there.minute).padStart(2, "0")}`;
  });
}
