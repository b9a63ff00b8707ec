import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { schoolForScenarios } from "#app/custom/school-for-scenarios.ts";
import { changeCustomScenario } from "#features/scenarios/change-custom-scenario.ts";
import type { Limits, Permission } from "#features/scenarios/custom-rules.ts";
import { findCustomScenario, listArtefacts, listVersions } from "#features/scenarios/custom-store.ts";
import { previewCustomScenario } from "#features/scenarios/preview-custom-scenario.ts";
import { saveCustomScenario } from "#features/scenarios/save-custom-scenario.ts";
import { listScenarios } from "#features/scenarios/store.ts";
import { writeDemoWorkbook } from "#simulators/demo-workbook.ts";

import { openWorld, type World } from "./world.ts";

const workbook = join(mkdtempSync(join(tmpdir(), "carillon-custom-")), "school.xlsx");
let world: World;

// One school for all tests here: each of them has a scenario of its own.
beforeAll(async () => {
  await writeDemoWorkbook(workbook, { seed: 7 });
  world = await openWorld({
    start: "2026-03-28T23:54:00Z",
    hosts: ["pool-1@demo.example", "pool-2@demo.example", "pool-3@demo.example"],
    settings: { CARILLON_WORKBOOK: workbook, TELEGRAM_ADMIN_CHAT_ID: "4242" },
  });
  await world.run("update_courses");
  await world.enrol(3);
});
afterAll(async () => await world.close());

async function save(name: string, code: string) {
  const { app } = world;
  return await saveCustomScenario({
    db: app.database.db,
    clock: app.clock,
    python: app.services.python,
    name,
    code,
    by: "test",
  });
}

async function change(name: string, wanted: { permissions?: readonly Permission[]; limits?: Partial<Limits> }) {
  const { app } = world;
  await changeCustomScenario({ db: app.database.db, clock: app.clock, name, change: wanted, by: "test" });
}

async function preview(name: string, code?: string) {
  const { app } = world;
  const { school } = app.config;
  const seen = await previewCustomScenario({
    db: app.database.db,
    python: app.services.python,
    school: schoolForScenarios(app),
    about: { name: school.name, language: school.language, timeZone: school.timeZone },
    name,
    code,
    now: app.clock.now(),
    signal: new AbortController().signal,
  });
  if (!seen.ok) throw new Error(seen.failure.what.en);
  return seen.value;
}

describe("a custom scenario", () => {
  it("is saved, previewed, granted, run, and its messages reach the groups", async () => {
    const code = `
def run_scenario():
    groups = Group.query.filter_by(active=True).order_by(Group.title).limit(2).all()
    for group in groups:
        bot.send_message(group.chat_id, f"Bonjour {group.title} <3")
        print("told", group.title)
    return True, f"{len(groups)} groups"
`;
    expect(await save("say_hello", code)).toMatchObject({ ok: true, value: { version: 1, isNew: true } });
    const seen = await preview("say_hello");
    expect(seen.effects).toHaveLength(2);
    expect(seen.missing).toEqual(["read", "send"]);
    expect(seen.message).toBe("2 groups");
    expect(world.telegram.ledger.all()).toHaveLength(0);

    const refused = await world.run("say_hello");
    expect(refused.outcome).toBe("failed");
    expect(refused.failure?.what.en).toContain("PermissionDenied");
    expect(world.telegram.ledger.all().filter((message) => message.plainText.startsWith("Bonjour"))).toHaveLength(0);

    await change("say_hello", { permissions: ["read", "send"] });
    const run = await world.run("say_hello");
    expect(run.failure).toBeNull();
    expect(run.outcome).toBe("succeeded");
    expect(run.figures).toMatchObject({ read: 2, created: 2 });
    const told = world.telegram.ledger.all().filter((message) => message.plainText.startsWith("Bonjour"));
    expect(told).toHaveLength(2);
    expect(told[0]?.plainText).toContain("<3");
    expect((await world.logOf(run)).filter((line) => line.startsWith("info told"))).toHaveLength(2);
  });

  it("changes nothing when it fails after it asked for much", async () => {
    const code = `
def run_scenario():
    group = Group.query.first()
    bot.send_message(group, "never")
    db.session.add(ScheduledMessage(group_id=group.id, text="never", due_at=now()))
    db.session.commit()
    return 1 / 0
`;
    await save("fails_late", code);
    await change("fails_late", { permissions: ["read", "write", "send"] });
    const run = await world.run("fails_late");
    expect(run.outcome).toBe("failed");
    expect(run.failure).toMatchObject({ code: "scenario.python-error", place: "fails_late:7" });
    expect(run.failure?.cause).toContain('File "fails_late", line 7, in run_scenario\n    return 1 / 0');
    expect(run.failure?.cause).not.toContain("carillon-source");
    expect(world.telegram.ledger.all().filter((message) => message.plainText === "never")).toHaveLength(0);
  });

  it("refuses what is not Python when it is saved, with the line", async () => {
    const wrong = await save("not_python", "def run_scenario()\n    return True, ''\n");
    expect(wrong).toMatchObject({ ok: false, failure: { code: "scenario.syntax", place: "not_python:1:19" } });
    expect(await save("no_function", "x = 1\n")).toMatchObject({
      ok: false,
      failure: { code: "scenario.no-function" },
    });
    expect(await save("update_courses", "def run_scenario(): pass")).toMatchObject({ ok: false });
    expect((await listScenarios(world.app.database.db)).map((each) => each.name)).not.toContain("not_python");
  });

  it("keeps every version of its code", async () => {
    const of = (message: string) => `def run_scenario():\n    return True, "${message}"\n`;
    await save("has_versions", of("one"));
    await save("has_versions", of("two"));
    expect(await save("has_versions", of("two"))).toMatchObject({ ok: true, value: { version: 2, changed: false } });
    const versions = await listVersions(world.app.database.db, "has_versions");
    expect(versions.map((each) => each.version)).toEqual([2, 1]);
    expect((await findCustomScenario(world.app.database.db, "has_versions"))?.code).toBe(of("two"));
  });

  it("explains a wrong return value", async () => {
    await save("returns_wrong", "def run_scenario():\n    return 'done'\n");
    const run = await world.run("returns_wrong");
    expect(run.failure).toMatchObject({ code: "scenario.wrong-return" });
    expect(run.failure?.what.en).toContain("'done'");
  });

  it("writes a report that people can fetch", async () => {
    const code = `
def run_scenario():
    rows = [{"Course": c.name, "Level": c.level, "Day": today(), "At": now()} for c in Course.query.limit(5)]
    excel_processor.write_report("Courses", {"All [of] them": rows})
    return True, f"{len(rows)} rows"
`;
    await save("makes_report", code);
    await change("makes_report", { permissions: ["read"] });
    const run = await world.run("makes_report");
    expect(run.failure).toBeNull();
    const [file] = await listArtefacts(world.app.database.db, run.id);
    expect(file?.fileName).toBe("Courses.xlsx");
    expect(
      Buffer.from(file?.bytes ?? [])
        .subarray(0, 2)
        .toString(),
    ).toBe("PK");
  });
});
