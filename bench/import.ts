import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { drySchool } from "../test/dry-school.ts";

// The flags that every command runs with; what is large is loaded after them, as there.
await import("../src/cli/small-footprint.js");
const { peakMegabytes, show, timed } = await import("./figure.ts");

/*
 * Workbooks of 100, 1,000 and 10,000 lines into an empty database: read, compared, applied, the sessions planned;
 * then the same file again, which changes nothing. The memory is the importing process's own peak.
 */
const wanted = process.env["CARILLON_WRITE"];
if (wanted !== undefined) {
  const { writeLargeWorkbook } = await import("#simulators/large-workbook.ts");
  await writeLargeWorkbook(wanted, Number(process.env["CARILLON_LINES"]));
  process.exit(0);
}
const [
  { readWorkbook },
  { migrate },
  { openDatabase },
  { planSessions },
  { updateCourses },
  { systemClock },
  { openLogger },
  { scratchFolder },
] = await Promise.all([
  import("#adapters/excel/read-workbook.ts"),
  import("#database/migrate.ts"),
  import("#database/open.ts"),
  import("#features/sessions/plan-sessions.ts"),
  import("#features/timetable/update-courses.ts"),
  import("#lib/clock.ts"),
  import("#lib/logger.ts"),
  import("../test/scratch.ts"),
]);
const scratch = await scratchFolder();
const logger = openLogger("silent");
const applied = new Map<number, number>();
try {
  for (const lines of [100, 1_000, 10_000]) {
    const path = join(scratch.path, `${lines}.xlsx`);
    // In a process of its own, whose memory is not the import's.
    const writing = { ...process.env, CARILLON_WRITE: path, CARILLON_LINES: String(lines) };
    spawnSync(process.execPath, [import.meta.filename], { env: writing, stdio: "inherit" });
    const dataFolder = join(scratch.path, `data-${lines}`);
    const opened = await openDatabase({ dataFolder, applicationName: "carillon bench", logger });
    if (!opened.ok) throw new Error(opened.failure.what.en);
    const { db, pool, close } = opened.value;
    const migrated = await migrate(pool);
    if (!migrated.ok) throw new Error(migrated.failure.what.en);
    const take = async () => {
      const done = await updateCourses({
        db,
        clock: systemClock,
        school: drySchool,
        source: { path },
        readWorkbook,
        asked: { by: "bench", byHand: true, agreed: false, takesNewShapes: true },
        andThen: async (tx, now) => await planSessions({ db: tx, now, zone: drySchool.timeZone }),
      });
      if (!done.ok) throw new Error(done.failure.what.en);
      return done.value;
    };
    const first = await timed(take);
    const again = await timed(take);
    await close();
    const { added } = first.value.figures;
    if (added === 0 || again.value.figures.unchanged !== added || again.value.after.unchanged === 0) {
      throw new Error(
        `the second import was not the same: ${JSON.stringify([first.value, again.value].map((one) => one.figures))}`,
      );
    }
    applied.set(lines, first.ms);
    const isLargest = lines === 10_000;
    show({
      name: `${lines} lines read, compared, applied (${added} entries)`,
      ours: first.ms,
      unit: "ms",
      ...(isLargest ? { limit: { of: "value", atMost: 5_000 } } : {}),
    });
    show({
      name: `${lines} lines again, nothing changed`,
      ours: again.ms,
      unit: "ms",
      ...(isLargest ? { limit: { of: "value", atMost: 3_000 } } : {}),
    });
  }
  // What every import costs whatever its size is a part of the smaller one, so a straight line stays below 10.
  show({
    name: "10,000 lines beside 1,000: ten times the work",
    ours: applied.get(10_000) ?? Number.NaN,
    unit: "ms",
    peer: { name: "1,000 lines", value: applied.get(1_000) ?? Number.NaN },
    limit: { of: "ratio", atMost: 11 },
  });
  const peak = peakMegabytes(process.pid) || process.resourceUsage().maxRSS / 1_024;
  show({ name: "peak memory of the importing process", ours: peak, unit: "MB", limit: { of: "value", atMost: 300 } });
} finally {
  scratch.remove();
}
