import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { show, timed } from "./figure.ts";

/*
 * Eight weeks of a school of 78 lines, two for each of 39 groups, with every fault, as `carillon simulate` lives them: real
 * time a week, and promises broken.
 */
const weeks = 8;
const groups = 39;
const program = fileURLToPath(new URL("../src/cli/launch.js", import.meta.url));
const { ms, value } = await timed(() =>
  spawnSync(
    process.execPath,
    [program, "simulate", "--weeks", String(weeks), "--groups", String(groups), "--seed", "1", "--json"],
    { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], maxBuffer: 64 * 1_024 * 1_024 },
  ),
);
const year = JSON.parse(value.stdout) as { readonly weeks: readonly { readonly broken: readonly unknown[] }[] };
const broken = year.weeks.reduce((sum, week) => sum + week.broken.length, 0);
show({ name: "a week with every fault", ours: ms / 1_000 / weeks, unit: "s", limit: { of: "value", atMost: 3 } });
show({ name: `broken promises in ${weeks} weeks`, ours: broken, unit: "promises", limit: { of: "value", atMost: 0 } });
