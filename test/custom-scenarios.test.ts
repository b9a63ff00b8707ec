import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { previewCustom } from "#app/custom/preview-custom.ts";
import { ensureMemberships, ensureStudents, listGroups } from "#features/roster/store.ts";
import { cancelCustomRun } from "#features/scenarios/cancel-custom-run.ts";
import { changeCustomScenario } from "#features/scenarios/change-custom-scenario.ts";
import type { Limits, Permission } from "#features/scenarios/custom-rules.ts";
import { findCustomScenario, listArtefacts, listVersions } from "#features/scenarios/custom-store.ts";
import { editScenario } from "#features/scenarios/edit-scenario.ts";
import { saveCustomScenario } from "#features/scenarios/save-custom-scenario.ts";
import { findRun, listScenarios } from "#features/scenarios/store.ts";
import { systemClock } from "#lib/clock.ts";
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
  const { db } = world.app.database;
  const now = world.clock.now();
  const studentId = (await ensureStudents(db, [{ id: "77", name: "Awa" }], now)).get("77") ?? "";
  const [group] = await listGroups(db);
  await ensureMemberships(db, [{ groupId: group?.id ?? "", studentId }], now);
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
  const seen = await previewCustom(app, { name, code, signal: new AbortController().signal });
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

  it("may add a message, commit it, and take it away again: nobody hears of it", async () => {
    const code = `
def run_scenario():
    group = Group.query.filter_by(active=True).first()
    short = ScheduledMessage(group_id=group.id, text="short-lived", due_at=now())
    db.session.add(short)
    db.session.commit()
    short.text = "still short-lived"
    db.session.commit()
    db.session.delete(short)
    db.session.commit()
    try:
        db.session.delete(short)
        db.session.commit()
    except LookupError:
        db.session.rollback()
        return True, "gone"
    return False, "there twice"
`;
    await save("adds_and_deletes", code);
    await change("adds_and_deletes", { permissions: ["read", "write"] });
    expect(await preview("adds_and_deletes")).toMatchObject({ message: "gone", failure: undefined, effects: [] });
    const run = await world.run("adds_and_deletes");
    expect(run).toMatchObject({ outcome: "succeeded", figures: { created: 0 } });
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

  it("names the memory's limit as such, and tells that no package can be added", async () => {
    const hungry = await preview("is_hungry", "def run_scenario():\n    return len('x' * 900_000_000)\n");
    expect(hungry.failure).toMatchObject({ code: "scenario.stopped.memory", place: "is_hungry:2" });
    expect(hungry.failure?.what.en).toContain("512 MB");
    const missing = await preview("wants_more", "import requests\ndef run_scenario():\n    return True, ''\n");
    expect(missing.failure).toMatchObject({ code: "scenario.python-error", place: "wants_more:1" });
    expect(missing.failure?.remedy.en).toContain("no package can be added");
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

  it("adds, rewords and deletes messages, renames and gives points through the owners' use cases", async () => {
    const code = `
def run_scenario():
    group = Group.query.filter_by(active=True).order_by(Group.title).first()
    keep = ScheduledMessage(group_id=group.id, text="<b>first</b>", due_at=now() + timedelta(days=1))
    gone = ScheduledMessage(group_id=group.id, text="gone", due_at=now() + timedelta(days=1))
    db.session.add_all([keep, gone])
    db.session.commit()
    keep.text = "<b>second</b>"
    db.session.commit()
    group.language = "en"
    db.session.commit()
    group.language = "fr"
    db.session.rollback()
    try:
        ScheduledMessage(group_id=group.id, text="<b>open", due_at=now())
        db.session.add(ScheduledMessage(group_id=group.id, text="<b>open", due_at=now()))
        db.session.flush()
    except ValueError as error:
        print("refused:", error)
        db.session.rollback()
    return True, group.language
`;
    await save("writes_much", code);
    await change("writes_much", { permissions: ["read", "write"] });
    const run = await world.run("writes_much");
    expect(run.failure).toBeNull();
    const log = (await world.logOf(run)).join("\n");
    expect(log).toContain("refused:");
    const after = await preview(
      "reads_back",
      `
def run_scenario():
    mine = ScheduledMessage.query.filter_by(kind="custom", status="planned").order_by(ScheduledMessage.number).all()
    group = Group.query.filter_by(active=True).order_by(Group.title).first()
    return True, " | ".join([each.text for each in mine] + [group.language])
`,
    );
    expect(after.failure).toBeUndefined();
    expect(after.message).toBe("<b>second</b> | gone | en");

    const later = `
def run_scenario():
    student = Student.query.order_by(Student.name).first()
    member = student.memberships[0]
    for message in ScheduledMessage.query.filter_by(kind="custom", status="planned"):
        if message.text == "gone":
            db.session.delete(message)
        else:
            message.text = "third"
    student.name = "Zoé 🎓"
    db.session.add(PointEntry(student_id=student.id, group_id=member.group_id, points=5, words="helped"))
    db.session.commit()
    return True, student.id
`;
    await save("changes_more", later);
    await change("changes_more", { permissions: ["read", "write"] });
    const second = await world.run("changes_more");
    expect(second.failure).toBeNull();
    const check = await preview(
      "reads_back",
      `
def run_scenario():
    mine = ScheduledMessage.query.filter_by(kind="custom").order_by(ScheduledMessage.number).all()
    points = PointEntry.query.filter_by(reason="bonus").count()
    found = Student.query.filter_by(name="Zoé 🎓").count()
    return True, " ".join([f"{each.text}:{each.status}" for each in mine if each.due_at > now()] + [str(points), str(found)])
`,
    );
    expect(check.message).toBe("third:planned gone:cancelled 1 1");
  });

  it("holds attacks on the data: forged questions, values that are SQL, rows it may not touch", async () => {
    const code = `
import sys
wire = sys.modules["carillon._wire"]
def ask(where=("and",), model="Course", order=(), limit=1, offset=0, mode="rows"):
    return wire.call("query", model=model, mode=mode, where=list(where), order=[list(o) for o in order], limit=limit, offset=offset)
evil = "x'; drop table students; --"
tries = {
    "value": lambda: Course.query.filter_by(name=evil).count(),
    "like": lambda: Course.query.filter(Course.name.like("%' or 1=1 --")).count(),
    "in": lambda: Course.query.filter(Course.name.in_([evil, "') or true --"])).count(),
    "nul": lambda: Course.query.filter_by(name="a\\0b").count(),
    "surrogate": lambda: Course.query.filter_by(name="\\ud800").count(),
    "column": lambda: ask(["compare", "id; drop table students", "=", "x"]),
    "proto": lambda: ask(["compare", "__proto__", "=", "x"]),
    "constructor": lambda: ask(model="constructor"),
    "table": lambda: ask(model="pg_shadow"),
    "operator": lambda: ask(["compare", "id", "= '' or true --", "x"]),
    "order": lambda: ask(order=[("id; select pg_sleep(9)", "asc")]),
    "direction": lambda: ask(order=[("id", "asc; drop table students")]),
    "limit": lambda: ask(limit=10**9),
    "negative": lambda: ask(offset=-1),
    "infinite": lambda: wire.call("query", model="Course", mode="rows", where=["and"], order=[], limit=1e309, offset=0),
    "deep": lambda: ask(eval("['not'," * 60 + "['and']" + "]" * 60)),
    "wide": lambda: ask(["and", *[["and"]] * 5000]),
    "type": lambda: ask(["compare", "id", "=", {"$t": "now()"}]),
    "number": lambda: ask(["compare", "number", "=", "1 or 1=1"], model="Run"),
    "mode": lambda: ask(mode="rows; commit"),
    "unknown call": lambda: wire.call("sql", text="drop table students"),
    "change read-only": lambda: wire.call("change", model="Course", id=Course.query.first().id, values={"name": "hacked"}),
    "change id": lambda: wire.call("change", model="Student", id=Student.query.first().id, values={"id": "1"}),
    "change nobody": lambda: wire.call("change", model="Student", id="nobody", values={"name": "x"}),
    "delete student": lambda: wire.call("delete", model="Student", id=Student.query.first().id),
    "add run": lambda: wire.call("add", model="Run", values={"scenario": "x"}),
    "send to a stranger": lambda: bot.send_message("-100999", "hello"),
    "send markup": lambda: bot.send_message(Group.query.filter_by(active=True).first(), "<script>x</script>", "HTML"),
    "send nothing": lambda: bot.send_message("admin", "   "),
    "report that climbs": lambda: excel_processor.write_report("../../etc/evil\\0.xlsx", [["x"]]),
    "sheet by path": lambda: excel_processor.read_sheet("../../../etc/passwd"),
}
def run_scenario():
    for name, attempt in tries.items():
        try:
            print(f"@{name}@returned {attempt()!r}"[:300])
        except BaseException as error:
            print(f"@{name}@{type(error).__name__}: {error}"[:300].encode("ascii", "replace").decode())
    return True, str(Student.query.count())
`;
    await save("attacks_data", code);
    await change("attacks_data", { permissions: ["read", "write", "send"] });
    const run = await world.run("attacks_data");
    expect(run.failure).toBeNull();
    const outcomes = new Map(
      (await world.logOf(run)).flatMap((line) => {
        const [, name, outcome] = line.match(/@(.+?)@(.*)$/s) ?? [];
        return name === undefined || outcome === undefined ? [] : [[name, outcome] as const];
      }),
    );
    for (const name of ["value", "like", "in", "nul", "surrogate"]) expect(outcomes.get(name)).toBe("returned 0");
    expect(outcomes.get("report that climbs")).toMatch(/^returned '[^/\\]*\.xlsx'$/);
    const harmless = ["value", "like", "in", "nul", "surrogate", "report that climbs"];
    const others = [...outcomes].filter(([name]) => !harmless.includes(name));
    const reached = others.filter(([, outcome]) => !/^(?:ValueError|LookupError)/.test(outcome));
    expect(reached).toEqual([]);
    expect(outcomes.size).toBe(31);
  });

  it("runs on its schedule, after another scenario, and never in a circle", async () => {
    const { app } = world;
    const edit = async (name: string, wanted: { readonly cron?: string; readonly after?: string }) =>
      await editScenario({
        db: app.database.db,
        clock: app.clock,
        schedules: app.schedules,
        zone: app.config.school.timeZone,
        name,
        change: wanted,
        by: "test",
      });
    await save("every_hour", "def run_scenario():\n    return True, 'rang'\n");
    await save("follows_it", "def run_scenario():\n    return True, 'followed'\n");
    expect(await edit("follows_it", { after: "every_hour" })).toMatchObject({ ok: true });
    expect(await edit("every_hour", { after: "follows_it" })).toMatchObject({ failure: { code: "scenario.round" } });
    const hour = app.clock.now().toZonedDateTimeISO("Africa/Abidjan").hour;
    expect(await edit("every_hour", { cron: `30 ${(hour + 1) % 24} * * *` })).toMatchObject({ ok: true });
    await world.pass(app.clock.now().add({ hours: 2 }));
    const runs = (await world.runs()).filter((run) => /every_hour|follows_it/.test(run));
    expect(runs).toEqual(["every_hour schedule succeeded", "follows_it chain succeeded"]);
  });

  it("is ended when somebody cancels it", async () => {
    const { app } = world;
    await save("never_ends", "def run_scenario():\n    print('begun')\n    while True:\n        pass\n");
    const id = await app.request({ scenario: "never_ends", cause: "manual" });
    const given = { db: app.database.db, clock: app.clock, name: "never_ends", by: "test" };
    while (!(await cancelCustomRun(given)).ok) await systemClock.sleep(20);
    await settleDown(id);
    const run = await findRun(app.database.db, id);
    expect(run).toMatchObject({ outcome: "failed", failure: { code: "scenario.stopped.cancelled" } });
  });
});

/** Waits for the end of a run; there is no limit but the test's own. */
async function settleDown(id: string): Promise<void> {
  while (((await findRun(world.app.database.db, id))?.endedAt ?? null) === null) await systemClock.sleep(50);
}
