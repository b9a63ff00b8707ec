import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/**
 * The processes of killed servers of this cluster that still run, by number.
 *
 * When a postmaster is killed, its children notice and leave; one in the middle of a long computation
 * stays, and PostgreSQL rightly refuses to start beside it. Only Linux shows us which they are; elsewhere
 * the list is empty and PostgreSQL's own refusal is all that is known.
 */
export function orphansOf(cluster: string): number[] {
  const all = processesIn(cluster);
  const numbers = new Set(all.map((one) => one.pid));
  // A server's children have the title "postgres: …" and a parent of the same cluster; the postmaster of a
  // server that is just starting keeps its command line.
  return all.filter((one) => one.title.startsWith("postgres: ") && !numbers.has(one.parent)).map((one) => one.pid);
}

interface ServerProcess {
  readonly pid: number;
  readonly parent: number;
  readonly title: string;
}

/** Every PostgreSQL process whose working directory is the cluster, as that of each of its server's is. */
export function processesIn(cluster: string): ServerProcess[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      if (readlinkSync(`/proc/${name}/cwd`) !== cluster) return [];
      const fields = readFileSync(`/proc/${name}/stat`, "utf8").split(") ").at(-1)?.split(" ");
      const title = readFileSync(`/proc/${name}/cmdline`, "utf8");
      // Not the shell of an operator who looks around there.
      if (!title.includes("postgres")) return [];
      return [{ pid: Number(name), parent: Number(fields?.[1]), title }];
    } catch {
      // It ended meanwhile, or is another account's.
      return [];
    }
  });
}
