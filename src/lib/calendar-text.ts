import ical, { ICalCalendarMethod, ICalEventStatus } from "ical-generator";

import { toDate, type Instant } from "./clock.ts";

/** One event of a calendar. */
export interface CalendarEvent {
  /** The same for the same event however often the calendar is read: programs replace it by this. */
  readonly id: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly title: string;
  readonly description: string;
  readonly url: string | undefined;
  readonly isCancelled: boolean;
  /** Higher after each change that a program has to show. */
  readonly sequence: number;
}

/** A calendar as iCalendar text (RFC 5545), for programs that ask for it again from time to time. */
export function calendarText(
  name: string,
  events: readonly CalendarEvent[],
  { language, now }: { readonly language: string; readonly now: Instant },
): string {
  const calendar = ical({
    name,
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: "Carillon", product: "Carillon", language: language.toUpperCase() },
    ttl: 60 * 60,
  });
  for (const event of events) {
    calendar.createEvent({
      id: event.id,
      stamp: toDate(now),
      start: toDate(event.startsAt),
      end: toDate(event.endsAt),
      summary: event.title,
      description: event.description,
      sequence: event.sequence,
      status: event.isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      ...(event.url === undefined ? {} : { url: event.url, location: event.url }),
    });
  }
  return calendar.toString();
}
