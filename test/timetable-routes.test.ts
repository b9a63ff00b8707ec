import { createHash } from "node:crypto";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { openHttpWorld, type HttpWorld } from "./http-world.ts";

let http: HttpWorld;
let cookie: string;
let place: string;

const head = "Day;Time;Course;Teacher;Group";
const lines = [
  "Wednesday;18:00;English A1;Lucie Arnaud;-1001111100001",
  "Thursday;25:00;English B2;Marc Bonnet;-1001111100002",
  "Friday;19:00;English C1;Nadia Cisse;-1001111100003",
  "Saturday;10:00;English C2;Nadia Cisse;-1001111100003",
];

beforeAll(async () => {
  http = await openHttpWorld();
  cookie = await http.signedIn("operator");
});
afterAll(async () => await http.close());

/** What the page is told, or the code of what was refused. */
async function ask(method: string, path: string, body?: object) {
  const answer = await http.ask(method, `/api${path}`, { cookie, ...(body === undefined ? {} : { body }) });
  // Each test knows what it is told.
  // oxlint-disable-next-line typescript/no-explicit-any
  const told = (await answer.json()) as any;
  return answer.ok ? told : (told.data?.code ?? answer.status);
}

async function send(rows: readonly string[], name = "École.csv", as = cookie): Promise<Response> {
  return await sendFile(new File([[head, ...rows].join("\n")], name), as);
}

async function sendFile(file: File, as = cookie): Promise<Response> {
  const form = new FormData();
  form.append("file", file);
  const headers = { origin: http.address, cookie: as };
  return await fetch(`${http.address}/api/timetable/uploads`, { method: "POST", headers, body: form });
}

async function upload(rows: readonly string[]): Promise<string> {
  return ((await (await send(rows)).json()) as { place: string }).place;
}

/** Imports what was looked at, and waits for the run. */
async function apply(what: string, agreed = false) {
  const { sha256 } = await ask("POST", "/timetable/previews", { place: what });
  const { run } = await ask("POST", "/timetable/imports", { place: what, sha256, agreed });
  const outcome = async () => (await ask("GET", `/timetable/imports/runs/${run}`)).outcome;
  await expect.poll(outcome, { timeout: 60_000 }).not.toBeNull();
  return await ask("GET", `/timetable/imports/runs/${run}`);
}

describe("an import by the page", () => {
  it("names a file that it cannot read as its sender did, and not by where it lies", async () => {
    const unread = (await (await sendFile(new File(["%PDF-1.4"], "notes.pdf"))).json()) as { place: string };
    const answer = await http.ask("POST", "/api/timetable/previews", { cookie, body: unread });
    expect(answer.status).toBe(409);
    const { data } = (await answer.json()) as { data: { what: { en: string } } };
    expect(data.what.en).toMatch(/^"notes\.pdf" /);
  });

  it("takes a workbook in and shows it with its problems beside the cells, and what it would do", async () => {
    place = await upload(lines);
    const preview = await ask("POST", "/timetable/previews", { place });
    expect(preview).toMatchObject({
      fileName: "École.csv",
      sha256: createHash("sha256")
        .update([head, ...lines].join("\n"))
        .digest("hex"),
      failure: null,
      entries: 3,
      difference: { added: { length: 3 }, changed: [], removed: [], unchanged: 0 },
      touches: { sessions: { created: 3, changed: 0, cancelled: 0 }, messages: { written: 3 } },
      needsAgreement: false,
    });
    const [sheet] = preview.sheets;
    expect(sheet).toMatchObject({ headerRow: 1, isRead: true, isDecided: false, leftAloneBy: null, more: 0 });
    expect(sheet.heads.map((one: { text: string }) => one.text)).toEqual(head.split(";"));
    expect(sheet.byRole).toContainEqual({ role: "title", column: 2 });
    expect(sheet.rows[1].cells).toEqual(["Wednesday", "18:00", "English A1", "Lucie Arnaud", "-1001111100001"]);
    expect(preview.problems).toMatchObject([{ cell: `${sheet.name}!B3`, severity: "error", value: "25:00" }]);
    expect(await ask("GET", "/timetable")).toEqual({ count: 0, lines: [] });
  });

  it("shows what other columns would change, and remembers them only when they are decided", async () => {
    const { sheets } = await ask("POST", "/timetable/previews", { place });
    const sheet = sheets[0].name as string;
    const holds = {
      byRole: [
        { role: "group", column: 4 },
        { role: "day", column: 0 },
        { role: "coach", column: 3 },
        { role: "title", column: 2 },
      ],
      starts: [{ column: 1, zone: "Europe/Paris" }],
      truth: null,
    };
    const decision = { sheet, columns: { holds } };
    const tried = await ask("POST", "/timetable/previews", { place, tried: decision });
    expect(tried.difference.added[0]).toMatchObject({ timeZone: "Europe/Paris" });
    expect(tried.sheets[0]).toMatchObject({ isDecided: true, starts: [{ column: 1, zone: "Europe/Paris" }] });
    expect((await ask("POST", "/timetable/previews", { place })).sheets[0]).toMatchObject({ isDecided: false });
    const odd = { sheet, columns: { holds: { ...holds, starts: [{ column: 1, zone: "Mars/Olympus" }] } } };
    expect(await ask("POST", "/timetable/previews", { place, tried: odd })).toBe("group.zone");

    // Without a coach nothing can be read: the columns are shown as they were given, with what is missing.
    const byRole = holds.byRole.filter((one) => one.role !== "coach");
    const short = { sheet, columns: { holds: { ...holds, byRole } } };
    const lacking = await ask("POST", "/timetable/previews", { place, tried: short });
    expect(lacking).toMatchObject({ difference: null, sheets: [{ byRole, missing: [{ fr: "le professeur" }] }] });
    expect(lacking.failure.what.fr).toContain("le professeur");
    expect(await ask("POST", "/timetable/mappings", { place, decision: short })).toBe("timetable.no-column");

    expect(await ask("POST", "/timetable/mappings", { place, decision })).toEqual({});
    expect((await ask("POST", "/timetable/previews", { place })).sheets[0]).toMatchObject({ isDecided: true });
    const [remembered] = await ask("GET", "/timetable/mappings");
    expect(remembered).toMatchObject({ decidedBy: "operator", fileName: "École.csv" });
    expect(await ask("DELETE", `/timetable/mappings/${remembered.id}`, {})).toEqual({});
    expect((await ask("POST", "/timetable/previews", { place })).sheets[0]).toMatchObject({ isDecided: false });
    expect(await ask("POST", `/timetable/mappings/${remembered.id}/return`, {})).toEqual({});
    expect(await ask("GET", "/timetable/mappings")).toEqual([remembered]);
    expect(await ask("POST", `/timetable/mappings/${remembered.id}/return`, {})).toBe("mapping.unknown");
    expect(await ask("DELETE", `/timetable/mappings/${remembered.id}`, {})).toEqual({});

    // Left alone, the sheet is still shown, with the way back.
    await ask("POST", "/timetable/mappings", { place, decision: { sheet } });
    const alone = await ask("POST", "/timetable/previews", { place });
    expect(alone).toMatchObject({ entries: 0, failure: { what: { fr: expect.any(String) } } });
    expect(await ask("DELETE", `/timetable/mappings/${alone.sheets[0].leftAloneBy}`, {})).toEqual({});
  });

  it("gives the workbook back with its problems in it", async () => {
    const answer = await http.ask("POST", "/api/timetable/annotated", { cookie, body: { place, language: "fr" } });
    expect(answer.headers.get("content-type")).toContain("spreadsheet");
    expect(answer.headers.get("content-disposition")).toContain("carillon.xlsx");
    expect(
      Buffer.from(await answer.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe("PK");
  });

  it("imports the file that was looked at, tells its history and takes it back", async () => {
    const other = "0".repeat(64);
    expect(await ask("POST", "/timetable/imports", { place, sha256: other })).toBe("timetable.workbook-changed");
    expect(await apply(place)).toMatchObject({ outcome: "partial", imported: { added: 3 } });
    const fewer = await upload([lines[0] ?? ""]);
    expect(await ask("POST", "/timetable/previews", { place: fewer })).toMatchObject({
      inForce: 3,
      needsAgreement: true,
      difference: { removed: { length: 2 } },
    });
    expect(await apply(fewer)).toMatchObject({ outcome: "failed", imported: null });
    expect(await apply(fewer, true)).toMatchObject({ outcome: "succeeded", imported: { removed: 2 } });
    const [last, first] = await ask("GET", "/timetable/imports");
    expect(last).toMatchObject({ by: "operator", fileName: "École.csv", isLast: true, undoneAt: null });
    expect(first).toMatchObject({ isLast: false, problems: 1 });
    expect(await ask("GET", `/timetable/imports/${first.number}/problems`)).toMatchObject([{ value: "25:00" }]);
    const touches = await ask("GET", `/timetable/imports/${last.number}/undo`);
    expect(touches).toMatchObject({ sessions: { created: 0, changed: 2, cancelled: 0 } });
    expect(await ask("POST", `/timetable/imports/${first.number}/undo`, {})).toBe("timetable.not-the-last-import");
    expect(await ask("POST", `/timetable/imports/${last.number}/undo`, {})).toEqual({ sessions: 2 });
    const all = await ask("GET", "/timetable");
    expect(all.lines).toHaveLength(3);
    // Some at a time, in the order that is asked for; behind the last there are none, and still as many.
    const [one, , third] = all.lines;
    expect(await ask("GET", "/timetable?limit=1")).toEqual({ count: 3, lines: [one] });
    expect(await ask("GET", "/timetable?order=-when&limit=1")).toEqual({ count: 3, lines: [third] });
    expect(await ask("GET", "/timetable?skip=3")).toEqual({ count: 3, lines: [] });
    for (const order of ["course", "minutes", "level", "-coach", "group"]) {
      expect((await ask("GET", `/timetable?order=${order}`)).lines).toHaveLength(3);
    }
    const words = encodeURIComponent(third.coach.toUpperCase());
    expect((await ask("GET", `/timetable?words=${words}`)).lines).toContainEqual(third);
  });

  it("takes no more than a workbook may be, from nobody but those who may", async () => {
    const viewer = await http.signedIn("viewer");
    expect((await send(["x".repeat(2_000_000)], "big.csv", viewer)).status).toBe(413);
    expect((await send(lines, "small.csv", viewer)).status).toBe(403);
    expect((await send(lines, "../../etc/passwd")).status).toBe(200);
    expect(await ask("POST", "/timetable/previews", { place: "000000000000-nothing.xlsx" })).toBe("workbook.missing");
    expect(await ask("POST", "/timetable/previews", { place: "/etc/passwd" })).toBe(400);
    expect(await ask("POST", "/timetable/previews", { place: "https://127.0.0.1/a.xlsx" })).toMatch(/^workbook\./);
  });
});

describe("what goes with the timetable", () => {
  it("is a workbook of the week", async () => {
    const answer = await http.ask("GET", "/api/timetable/export?from=2026-01-12", { cookie });
    expect(answer.headers.get("content-disposition")).toContain("carillon-2026-01-12.xlsx");
    expect(
      Buffer.from(await answer.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe("PK");
  });

  it("is a course's first and last day, for whoever saw the present ones", async () => {
    const [course] = await ask("GET", "/courses");
    const wish = { startsOn: null, endsOn: "2026-01-13", version: course.version };
    expect(await ask("POST", `/courses/${course.id}/dates`, wish)).toEqual({ sessions: 1 });
    expect(await ask("POST", `/courses/${course.id}/dates`, wish)).toBe("stale");
    const { version } = (await ask("GET", "/courses")).find((one: { id: string }) => one.id === course.id);
    const odd = { startsOn: "2026-02-01", endsOn: "2026-01-01", version };
    expect(await ask("POST", `/courses/${course.id}/dates`, odd)).toBe("timetable.dates-reversed");
    expect(await ask("POST", `/courses/${course.id}/dates`, { startsOn: null, endsOn: null, version })).toEqual({
      sessions: 1,
    });
  });

  it("is a holiday, taught on or not", async () => {
    const wish = { kind: "add", from: "2026-01-14", until: "2026-01-16", name: "Vacances" };
    const { holiday, sessions } = await ask("POST", "/holidays", wish);
    expect({ holiday, sessions }).toMatchObject({ holiday: { name: { fr: "Vacances" }, taught: false }, sessions: 2 });
    expect(await ask("POST", "/holidays", { ...wish, until: "2026-01-01" })).toBe("holiday.reversed");
    expect(await ask("POST", "/holidays", { kind: "teach", day: holiday.id })).toMatchObject({ sessions: 2 });
    expect(await ask("POST", "/holidays", { kind: "remove", day: holiday.id })).toMatchObject({ sessions: 0 });
    expect(await ask("GET", "/holidays")).toEqual({ countries: [], days: [] });
  });
});
