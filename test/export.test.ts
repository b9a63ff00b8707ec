import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, describe, expect, it } from "vitest";

import { readWorkbook } from "#adapters/excel/read-workbook.ts";
import { writeWorkbook } from "#adapters/excel/write-workbook.ts";
import { exportWeek } from "#app/export-week.ts";
import { previewImport } from "#features/timetable/preview-import.ts";
import { listLinesInForce } from "#features/timetable/store.ts";
import { writeDemoWorkbook } from "#simulators/demo-workbook.ts";

import { openWorld, type World } from "./world.ts";

const folder = mkdtempSync(join(tmpdir(), "carillon-export-"));
let world: World;
afterEach(async () => await world.close());

describe("the exported week", () => {
  it("holds the school's three sheets, right for each line, and reads back to the same timetable", async () => {
    const workbook = join(folder, "school.xlsx");
    await writeDemoWorkbook(workbook, { seed: 7 });
    const zones = { CARILLON_AUDIENCE_ZONES: "Africa/Abidjan,Europe/Paris" };
    const hosts = ["pool-1@x.example", "pool-2@x.example", "pool-3@x.example"];
    world = await openWorld({
      start: "2026-03-28T23:54:00Z",
      hosts,
      settings: { CARILLON_WORKBOOK: workbook, ...zones },
    });
    await world.pass("2026-03-29T00:05:00Z");
    const { school } = world.app.config;
    const sheets = await exportWeek({ db: world.database.db, school, from: Temporal.PlainDate.from("2026-03-29") });
    const path = join(folder, "week.xlsx");
    expect(await writeWorkbook(path, sheets)).toEqual({ ok: true, value: undefined });

    const read = await readWorkbook({ path });
    if (!read.ok) throw new Error(read.failure.what.en);
    const textsOf = (name: string) =>
      (read.value.sheets.find((sheet) => sheet.name === name)?.rows ?? []).map((row) =>
        row.map((cell) => (cell?.kind === "text" || cell?.kind === "number" ? cell.text : (cell?.kind ?? ""))),
      );
    const dynamic = textsOf("Dynamic Schedule");
    expect(dynamic[0]).toEqual([
      "Topic",
      "Duration (Min)",
      "Coach",
      "Schedule for",
      "Start Date & Time",
      "Zoom Link",
      "ZOOM ID",
      "TIME (Africa/Abidjan)",
      "TIME (Europe/Paris)",
    ]);
    expect(dynamic).toHaveLength(27);
    const meetings = new Map(world.zoom.ledger.meetings().map((meeting) => [meeting.id, meeting]));
    for (const [topic, minutes, , host, start, link, id, abidjan = "", paris] of dynamic.slice(1)) {
      const meeting = meetings.get(id ?? "");
      expect({ topic, host, minutes: Number(minutes) }).toEqual({
        topic: meeting?.topic,
        host: meeting?.host,
        minutes: meeting?.durationMinutes,
      });
      expect(link).toContain(id);
      expect(start).toBe("date");
      expect(abidjan).toBe(meeting?.startsAt.toString().slice(11, 16));
      // Paris is two hours ahead that week.
      const [hour, minute] = abidjan.split(":");
      expect(paris).toContain(`${String((Number(hour) + 2) % 24).padStart(2, "0")}:${minute}`);
    }

    const messages = textsOf("Message Schedule");
    expect(messages).toHaveLength(27);
    const rows = await world.database.pool.query("select chat_id from messages where kind = 'reminder'");
    expect(
      messages
        .slice(1)
        .map(([chat]) => chat)
        .toSorted(),
    ).toEqual(rows.rows.map((row) => row.chat_id).toSorted());
    for (const [, text] of messages.slice(1)) expect(text).not.toMatch(/<\/?(b|i|a)\b|&amp;/);

    const current = async () => await listLinesInForce(world.database.db);
    const preview = await previewImport({ source: { path }, readWorkbook, current, school, now: world.clock.now() });
    if (!preview.ok) throw new Error(preview.failure.what.en);
    const { diff, reading } = preview.value;
    expect([diff.added, diff.changed, diff.removed]).toEqual([[], [], []]);
    expect(diff.unchanged).toHaveLength(26);
    expect(reading.sheet).toBe("Fix Schedule");
    expect(reading.sheets.flatMap((sheet) => sheet.doubts)).toEqual([]);
    expect(reading.problems.filter((problem) => problem.severity === "error")).toEqual([]);
  });
});
