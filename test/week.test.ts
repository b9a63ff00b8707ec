import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, describe, expect, it } from "vitest";

import { writeDemoWorkbook } from "#simulators/demo-workbook.ts";

import { openWorld, type World } from "./world.ts";

const workbook = join(mkdtempSync(join(tmpdir(), "carillon-week-")), "school.xlsx");
await writeDemoWorkbook(workbook, { seed: 7 });

const hosts = [
  "awa.sissoko@demo.example",
  "benoit.charrier@demo.example",
  "clemence.ndour@demo.example",
  "drissa.keita@demo.example",
  "elsa.vandamme@demo.example",
  "farid.ozanne@demo.example",
  "pool-1@demo.example",
];

let world: World;
afterEach(async () => await world.close());

describe("a school's week", () => {
  it("goes from the workbook to the sent ranking by itself", async () => {
    world = await openWorld({
      start: "2026-03-28T23:54:00Z",
      hosts,
      settings: { CARILLON_WORKBOOK: workbook, CARILLON_AUDIENCE_ZONES: "Africa/Abidjan,Europe/Paris" },
    });
    await world.pass("2026-03-29T00:05:00Z");
    expect(await world.runs()).toEqual([
      "update_courses schedule succeeded",
      "create_zoom_links chain succeeded",
      "generate_messages chain succeeded",
    ]);
    expect(world.zoom.ledger.meetings()).toHaveLength(26);

    await world.enrol(6);
    world.cast.scriptChats(world.clock.now(), 7);
    await world.pass("2026-04-04T23:50:00Z");

    const runs = await world.runs();
    expect(runs.filter((run) => run === "send_daily_messages schedule succeeded")).toHaveLength(7);
    expect(runs.filter((run) => run === "send_daily_rankings schedule succeeded")).toHaveLength(7);
    expect(runs).toHaveLength(3 + 14);
    const messages = world.telegram.ledger.all();
    const reminders = messages.filter((message) => message.plainText.includes("ID de réunion"));
    expect(reminders).toHaveLength(26);
    expect(new Set(reminders.map((message) => message.at.toZonedDateTimeISO("Africa/Abidjan").hour))).toEqual(
      new Set([8]),
    );
    // France is two hours ahead this week, whatever the workbook's column says.
    expect(
      reminders.some(
        (message) => message.plainText.includes("19h30 (Abidjan)") && message.plainText.includes("21h30 (Paris)"),
      ),
    ).toBe(true);
    const rankings = messages.filter((message) => message.plainText.includes("Classement du jour"));
    expect(rankings.length).toBeGreaterThan(15);
    expect(rankings.some((message) => /🥇 .+ — \d+ points/.test(message.plainText))).toBe(true);
  });
});
