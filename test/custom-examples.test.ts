import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { models } from "#app/custom/models.ts";
import { previewCustom } from "#app/custom/preview-custom.ts";
import { scenarioStub } from "#app/custom/scenario-stub.ts";
import { effectInWords } from "#features/scenarios/custom-rules.ts";
import type { CustomPreview } from "#features/scenarios/preview-custom-scenario.ts";
import { writeDemoWorkbook } from "#simulators/demo-workbook.ts";

import { openWorld, type World } from "./world.ts";

const folder = join(import.meta.dirname, "../python/examples");
const workbook = join(mkdtempSync(join(tmpdir(), "carillon-examples-")), "school.xlsx");
let world: World;

// A school on its second morning: sessions were held, students counted, rankings published.
beforeAll(async () => {
  await writeDemoWorkbook(workbook, { seed: 7 });
  world = await openWorld({
    start: "2026-03-28T23:54:00Z",
    hosts: ["pool-1@demo.example", "pool-2@demo.example", "pool-3@demo.example"],
    settings: { CARILLON_WORKBOOK: workbook, TELEGRAM_ADMIN_CHAT_ID: "4242" },
  });
  await world.run("update_courses");
  await world.enrol(3);
  world.cast.scriptChats(world.clock.now(), 2);
  await world.pass("2026-03-30T09:00:00Z");
});
afterAll(async () => await world.close());

async function preview(name: string): Promise<CustomPreview> {
  const { app } = world;
  const code = readFileSync(join(folder, `${name}.py`), "utf8");
  const seen = await previewCustom(app, { name, code, signal: new AbortController().signal });
  if (!seen.ok) throw new Error(seen.failure.what.en);
  if (seen.value.failure !== undefined) throw new Error(JSON.stringify(seen.value.failure));
  return seen.value;
}

const words = (seen: CustomPreview) => seen.effects.map((effect) => effectInWords(effect).en).join("\n");

/** What each example must have seen of this school, and what it wants done. */
const expected: Readonly<Record<string, (seen: CustomPreview) => void>> = {
  weekly_report: (seen) => {
    expect(seen.message).toMatch(/^[1-9]\d* sessions, [1-9]\d* attendances$/);
    expect(words(seen)).toMatch(/^Message to "admin": 📊 La semaine/);
  },
  absent_students: (seen) => expect(seen.message).toMatch(/^\d+$|Personne/),
  birthday_greetings: (seen) => expect(seen.message).toContain("Birthdays"),
  course_summary: (seen) => {
    expect(seen.message).toMatch(/^[1-9]\d*$/);
    expect(seen.log.length).toBe(Number(seen.message));
  },
  inactive_groups: (seen) => expect(seen.used).toContain("read"),
  attendance_to_xlsx: (seen) => {
    expect(seen.message).toMatch(/^attendance\.xlsx: [1-9]/);
    expect(seen.effects.map((effect) => effect.kind)).toEqual(["report"]);
  },
  remind_evening_before: (seen) => {
    expect(seen.effects.length).toBeGreaterThan(0);
    expect(seen.effects.every((effect) => effect.kind === "add")).toBe(true);
    expect(words(seen)).toContain("Demain");
    expect(seen.used).toEqual(["read", "write"]);
  },
  repost_ranking: (seen) => expect(seen.message).toMatch(/^\d+$/),
  coach_hours: (seen) => {
    expect(Number(seen.message)).toBeGreaterThan(0);
    expect(words(seen)).toMatch(/^Workbook hours 2026-03\.xlsx/);
  },
  cancel_my_messages: (seen) => expect(seen.message).toBe("0"),
  missing_links: (seen) => expect(seen.message).toBe("Chaque séance a son lien."),
};

describe("the examples", () => {
  const files = readdirSync(folder).map((file) => file.replace(/\.py$/, ""));

  it("are at least ten, each with its test", () => {
    expect(files.length).toBeGreaterThanOrEqual(10);
    expect(files.toSorted()).toEqual(Object.keys(expected).toSorted());
  });

  it.each(files)("%s", async (name) => {
    const seen = await preview(name);
    expect(seen.unsaved).toBe(0);
    expected[name]?.(seen);
  });

  it("have an editor's stub that names every column", async () => {
    const committed = readFileSync(join(import.meta.dirname, "../python/carillon/__init__.pyi"), "utf8");
    expect(committed).toBe(await scenarioStub([...models.values()]));
  });
});
