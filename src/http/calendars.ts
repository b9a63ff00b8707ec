import { Hono } from "hono";

import { calendarFeed } from "#app/calendar-feed.ts";
import type { App } from "#app/parts.ts";

/**
 * `/calendars/<token>.ics`: who knows the address reads the calendar; there is no other key.
 *
 * An address that is none is not told from one that was taken away.
 */
export function calendarRoutes(shown: () => App): Hono {
  const routes = new Hono();
  routes.get("/calendars/:file{[A-Za-z0-9_-]{43}\\.ics}", async (context) => {
    const token = context.req.param("file").slice(0, -".ics".length);
    const { database, config, clock } = shown();
    const text = await calendarFeed({ db: database.db, school: config.school, token, now: clock.now() });
    if (text === undefined) return context.notFound();
    return context.body(text, 200, {
      "Content-Type": "text/calendar; charset=utf-8",
      "Content-Disposition": 'inline; filename="carillon.ics"',
    });
  });
  return routes;
}
