import { readFileSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import { join } from "node:path";

/** On what the figures were measured. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  /** In GB. */
  readonly memory: number;
  readonly system: string;
  readonly node: string;
  /** Exact versions of the parts that the figures hang on. */
  readonly parts: Readonly<Record<string, string>>;
}

/** What the figures hang on most. */
const told = ["pg", "pg-boss", "drizzle-orm", "@e965/xlsx", "grammy", "pyodide", "satori", "@resvg/resvg-js"];

/** Reads the machine as it is now. */
export function readMachine(): Machine {
  const root = join(import.meta.dirname, "..");
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    readonly dependencies: Readonly<Record<string, string>>;
    readonly optionalDependencies: Readonly<Record<string, string>>;
  };
  const postgres = Object.values(manifest.optionalDependencies)[0] ?? "?";
  const processors = cpus();
  return {
    processor: processors[0]?.model.trim() ?? "?",
    cores: processors.length,
    memory: Math.round(totalmem() / 1_000_000_000),
    system: `${process.platform} ${release()} ${process.arch}`,
    node: process.versions.node,
    parts: {
      PostgreSQL: postgres,
      ...Object.fromEntries(told.map((name) => [name, manifest.dependencies[name] ?? "?"])),
    },
  };
}
