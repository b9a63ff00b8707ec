import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { clockSamples } from "./samples/clock-samples.ts";
import { fileSamples } from "./samples/file-samples.ts";
import { flowSamples } from "./samples/flow-samples.ts";
import { reachSamples } from "./samples/reach-samples.ts";
import type { Sample } from "./samples/sample.ts";

const house = fileURLToPath(new URL("../../", import.meta.url));
const samples: readonly Sample[] = [...flowSamples, ...reachSamples, ...clockSamples, ...fileSamples];

/** One finding of oxlint, as its JSON tells it. */
interface Finding {
  readonly code: string;
  readonly message: string;
  readonly help?: string;
  readonly filename: string;
}

let folder: string;
let findings: readonly Finding[];

/** The house's own configuration, with the plugin where it really is. */
async function readConfig(): Promise<{ readonly text: string; readonly laws: readonly string[] }> {
  const text = await readFile(path.join(house, ".oxlintrc.json"), "utf8");
  const { rules } = JSON.parse(text) as { readonly rules: Record<string, unknown> };
  const laws = Object.keys(rules).filter((rule) => rule.startsWith("laws/"));
  const plugin = JSON.stringify(path.join(house, "tools/lint/laws.js"));
  return { text: text.replace(`"./tools/lint/laws.js"`, plugin), laws };
}

/** Runs the real oxlint; its exit code says only that something was found, which is what we are after. */
function runOxlint(): Promise<string> {
  const oxlint = path.join(house, "node_modules/oxlint/bin/oxlint");
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  execFile(
    process.execPath,
    [oxlint, "--format", "json", "--threads", "1", "."],
    { cwd: folder, maxBuffer: 64 * 1024 * 1024 },
    (error, stdout, stderr) => (stdout.startsWith("{") ? resolve(stdout) : reject(error ?? new Error(stderr))),
  );
  return promise;
}

/** Every sample is a house of its own (it has a package.json), and one run of oxlint visits them all. */
beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), "carillon-laws-")));
  await writeFile(path.join(folder, ".oxlintrc.json"), (await readConfig()).text);
  for (const [number, { bad, good }] of samples.entries()) {
    for (const [kind, files] of Object.entries({ bad, good })) {
      const home = path.join(folder, `${number}-${kind}`);
      await mkdir(home);
      await writeFile(path.join(home, "package.json"), "{}");
      for (const [name, text] of Object.entries(files)) {
        await mkdir(path.dirname(path.join(home, name)), { recursive: true });
        await writeFile(path.join(home, name), text);
      }
    }
  }
  const report = JSON.parse(await runOxlint()) as { readonly diagnostics: readonly Finding[] };
  findings = report.diagnostics;
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

function found(home: string): readonly Finding[] {
  return findings.filter(({ filename }) => filename.split(/[\\/]/).includes(home));
}

describe.each(samples.map((sample, number) => ({ ...sample, number })))("$rule $title", ({ rule, remedy, number }) => {
  it("is refused, and told where it belongs", () => {
    const told = found(`${number}-bad`).filter(({ code }) => code === rule);
    expect(told.map(({ message, help }) => `${message} ${help ?? ""}`).join("\n")).toContain(remedy);
  });

  it("passes when it is put right", () => {
    const told = found(`${number}-good`).filter(({ code }) => code.startsWith("laws(") || code === rule);
    expect(told).toEqual([]);
  });
});

it("has a sample for every law, and enforces every law", async () => {
  const { laws } = await readConfig();
  const plugin = (await import(new URL("./laws.js", import.meta.url).href)) as {
    readonly default: { readonly rules: Record<string, unknown> };
  };
  expect(laws.toSorted()).toEqual(
    Object.keys(plugin.default.rules)
      .map((name) => `laws/${name}`)
      .toSorted(),
  );
  const shown = new Set(samples.map(({ rule }) => rule.replace(/^laws\((.*)\)$/, "laws/$1")));
  expect(laws.filter((law) => !shown.has(law))).toEqual([]);
});
