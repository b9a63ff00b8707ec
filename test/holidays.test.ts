import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, describe, expect, it } from "vitest";

import { listPublicHolidays } from "#adapters/holidays/list-public-holidays.ts";
import { changeHoliday } from "#features/school/change-holiday.ts";
import { refreshHolidays } from "#features/school/refresh-holidays.ts";
import { listHolidays } from "#features/school/store.ts";
import type { TimeZone } from "#lib/ids.ts";

import { cloneDatabase } from "./database.ts";
import { openWorld, type World } from "./world.ts";

let world: World | undefined;
afterEach(async () => await world?.close());

describe("public holidays", () => {
  it("come from the country's tables, in both languages, a region's with them", async () => {
    const ivory = (await listPublicHolidays("CI", [2026])) ?? [];
    expect(ivory).toContainEqual({
      from: "2026-08-07",
      until: "2026-08-07",
      name: { fr: "Jour de l’Indépendance", en: "Independence Day" },
    });
    const france = (await listPublicHolidays("FR", [2026, 2027])) ?? [];
    const days = france.map((one) => one.from);
    expect(days).toContain("2026-04-06");
    expect(days).toContain("2027-12-25");
    const east = (await listPublicHolidays("FR-67", [2026, 2027])) ?? [];
    expect(east.map((one) => one.from)).toContain("2026-12-26");
    expect(days).not.toContain("2026-12-26");
    expect(await listPublicHolidays("XX", [2026])).toBe(undefined);
    expect(await listPublicHolidays("FR-XXX", [2026])).toBe(undefined);
  });

  it("are brought up to date without what people decided being lost", async () => {
    const database = await cloneDatabase();
    try {
      const { db } = database;
      const now = Temporal.Instant.from("2026-03-29T00:00:00Z");
      const refresh = async (...countries: readonly string[]) =>
        await refreshHolidays({ db, countries, zone: "Africa/Abidjan" as TimeZone, now, listPublicHolidays });
      const all = async () => await listHolidays(db, "2026-03-29", "2027-12-31");
      expect(await refresh("FR", "CI")).toEqual([]);
      const first = await all();
      await changeHoliday({ db, now, by: "test", wish: { kind: "teach", day: "2026-05-08" } });
      const added = { kind: "add", from: "2026-07-01", until: "2026-08-31", name: "Été" } as const;
      await changeHoliday({ db, now, by: "test", wish: added });
      expect(await refresh("FR", "CI")).toEqual([]);
      expect((await all()).length).toBe(first.length + 1);
      expect((await all()).filter((row) => row.taught).map((row) => row.from)).toEqual(["2026-05-08"]);
      // A country that nobody knows is told, and nothing is dropped for it.
      expect((await refresh("FR", "XX")).map((failure) => failure.code)).toEqual(["holidays.unknown-country"]);
      expect((await all()).length).toBe(first.length + 1);
      await refresh("FR");
      expect((await all()).every((row) => row.country !== "CI")).toBe(true);
      const both = { kind: "teach", day: "2026-07-14" } as const;
      const several = await changeHoliday({ db, now, by: "test", wish: both });
      expect(!several.ok && several.failure.code).toBe("holidays.several-that-day");
    } finally {
      await database.close();
    }
  });

  it("have no class: the weekly run plans none, opens no room and writes no reminder", async () => {
    const workbook = join(mkdtempSync(join(tmpdir(), "carillon-holidays-")), "school.csv");
    writeFileSync(
      workbook,
      [
        "Jour;Heure;Cours;Professeur;Groupe",
        "Lundi;18:00;Anglais A1;Lucie Arnaud;-1001111100001",
        "Mardi;19:00;Anglais B2;Marc Bonnet;-1001111100002",
      ].join("\n"),
    );
    // Monday 6 April 2026 is Easter Monday.
    const settings = { CARILLON_WORKBOOK: workbook, CARILLON_HOLIDAYS: "FR" };
    world = await openWorld({ start: "2026-04-04T23:54:00Z", settings });
    await world.pass("2026-04-05T00:05:00Z");
    expect(world.zoom.ledger.meetings().map((meeting) => meeting.topic)).toEqual(["Anglais B2"]);
    const { rows } = await world.database.pool.query("select status, reason from sessions order by starts_at");
    expect(rows).toEqual([
      { status: "cancelled", reason: { fr: "Lundi de Pâques", en: "Easter Monday" } },
      { status: "scheduled", reason: null },
    ]);
    const [reminders] = (await world.database.pool.query("select count(*)::int as n from messages")).rows;
    expect(reminders.n).toBe(1);
  });
});
