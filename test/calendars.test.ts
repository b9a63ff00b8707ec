import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, describe, expect, it } from "vitest";

import { changeWeek } from "#app/change-week.ts";
import { changeCalendar, type CalendarOwner } from "#features/sessions/change-calendar.ts";
import { decideSessions } from "#features/sessions/decide-sessions.ts";
import { startHttpServer } from "#http/server.ts";
import { openLogger } from "#lib/logger.ts";

import { openWorld, type World } from "./world.ts";

const workbook = join(mkdtempSync(join(tmpdir(), "carillon-calendars-")), "school.csv");
writeFileSync(
  workbook,
  [
    "Jour;Heure;Cours;Professeur;Groupe",
    "Lundi;18:00;Anglais A1;Lucie Arnaud;-1001111100001",
    "Mardi;19:00;Anglais B2;Marc Bonnet;-1001111100002",
  ].join("\n"),
);

let world: World;
afterEach(async () => await world.close());

const make = async (owner: CalendarOwner, change: "make" | "remove" = "make") => {
  const done = await changeCalendar({ db: world.database.db, now: world.clock.now(), by: "test", owner, change });
  if (!done.ok) throw new Error(done.failure.what.en);
  return done.value.token ?? "";
};

/** The events of a calendar as `start summary status`, by start. */
function eventsOf(text: string): readonly string[] {
  const unfolded = text.replaceAll("\r\n ", "");
  return [...unfolded.matchAll(/BEGIN:VEVENT(.*?)END:VEVENT/gs)]
    .map(([, event = ""]) =>
      ["DTSTART", "SUMMARY", "STATUS"].map((name) => new RegExp(`^${name}:(.*)$`, "m").exec(event)?.[1]?.trim()),
    )
    .map((parts) => parts.join(" "))
    .toSorted();
}

describe("calendars", () => {
  it("show a coach and a group their sessions, behind an address that nobody guesses and that can be taken away", async () => {
    world = await openWorld({ start: "2026-03-28T23:54:00Z", settings: { CARILLON_WORKBOOK: workbook, PORT: "0" } });
    await world.pass("2026-03-29T00:05:00Z");
    const server = await startHttpServer({ app: world.app, version: "0", logger: openLogger("silent") });
    if (!server.ok) throw new Error(server.failure.what.en);
    const ask = async (token: string) => await fetch(`${server.value.address}/calendars/${token}.ics`);
    try {
      const coach = await make({ kind: "coach", written: "lucie" });
      const group = await make({ kind: "group", written: "-1001111100002" });
      expect(coach).toMatch(/^[A-Za-z0-9_-]{43}$/);

      const answer = await ask(coach);
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-type")).toBe("text/calendar; charset=utf-8");
      const text = await answer.text();
      const events = eventsOf(text);
      // Sixty days of Mondays; the first has a room already.
      expect(events).toHaveLength(9);
      expect(events[0]).toBe("20260330T180000Z Anglais A1 CONFIRMED");
      const [room] = world.zoom.ledger.meetings().filter((meeting) => meeting.topic === "Anglais A1");
      expect(text.replaceAll("\r\n ", "")).toContain(room?.id);

      const meant = { course: "b2", from: "2026-04-07", until: "2026-04-07" };
      const decision = { kind: "substitute" as const, coach: "Lucie Arnaud" };
      await changeWeek(
        world.app,
        "test",
        async (tx, at) => await decideSessions({ db: tx, now: at, by: "test", meant, decision }),
      );
      const cancel = { course: "b2", from: "2026-04-14", until: "2026-04-14" };
      await changeWeek(
        world.app,
        "test",
        async (tx, at) =>
          await decideSessions({ db: tx, now: at, by: "test", meant: cancel, decision: { kind: "cancelled" } }),
      );
      const withSubstitute = eventsOf(await (await ask(coach)).text());
      expect(withSubstitute).toContain("20260407T190000Z Anglais B2 CONFIRMED");
      const ofGroup = eventsOf(await (await ask(group)).text());
      expect(ofGroup.every((event) => event.includes("Anglais B2"))).toBe(true);
      expect(ofGroup).toContain("20260414T190000Z [annulé] Anglais B2 CANCELLED");

      const again = await make({ kind: "coach", written: "Lucie Arnaud" });
      expect((await ask(coach)).status).toBe(404);
      expect((await ask(again)).status).toBe(200);
      await make({ kind: "coach", written: "Lucie Arnaud" }, "remove");
      expect((await ask(again)).status).toBe(404);
      expect((await ask("x".repeat(43))).status).toBe(404);
      expect((await ask("../../etc/passwd")).status).toBe(404);

      const kept = await world.database.pool.query("select * from calendars");
      expect(JSON.stringify(kept.rows)).not.toContain(group);
      expect(JSON.stringify((await world.database.pool.query("select * from audit_lines")).rows)).not.toContain(group);
    } finally {
      await server.value.close();
    }
  });
});
