import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { show } from "./figure.ts";

/*
 * Three hundred kills while 81 meetings are made, over and over, and while 1,000 messages leave: the tests that check
 * every promise after a few, with the project's number of them.
 */
const kills = process.env["CARILLON_KILLS"] ?? "300";
const vitest = fileURLToPath(new URL("../node_modules/vitest/vitest.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "carillon-kills-"));
try {
  for (const { file, name } of [
    { file: "test/zoom-kill.test.ts", name: `${kills} kills while meetings are made` },
    { file: "test/senders.test.ts", name: `${kills} kills while messages leave` },
  ]) {
    const report = join(folder, "report.json");
    spawnSync(process.execPath, [vitest, "run", file, "--reporter=json", `--outputFile=${report}`], {
      cwd: join(import.meta.dirname, ".."),
      env: { ...process.env, CARILLON_KILLS: kills },
      stdio: ["ignore", "ignore", "inherit"],
    });
    const told = JSON.parse(readFileSync(report, "utf8")) as {
      readonly numFailedTests: number;
      readonly numPassedTests: number;
    };
    if (told.numPassedTests + told.numFailedTests === 0) throw new Error(`${file} ran no test`);
    show({
      name: `${name}: broken promises`,
      ours: told.numFailedTests,
      unit: "tests",
      limit: { of: "value", atMost: 0 },
    });
    show({ name: `${name}: promises kept`, ours: told.numPassedTests, unit: "tests" });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
