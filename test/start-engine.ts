import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("./app-process.ts", import.meta.url));

/** Starts Carillon on the folder; it asks for one scenario (or none) and works until nothing is left. */
export function startEngine(
  dataFolder: string,
  {
    instant,
    scenario,
    settings,
  }: {
    readonly instant: string;
    readonly scenario: string;
    readonly settings: Readonly<Record<string, string>>;
  },
): ChildProcess {
  const child = spawn(process.execPath, [program, dataFolder, instant, scenario], {
    env: { PATH: process.env["PATH"], ...settings },
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin?.write("go\n");
  return child;
}

/** Waits until the process says that it is there. Throws when it ends before. */
export async function untilStage(child: ChildProcess, stage: string): Promise<void> {
  if (child.stdout === null) throw new Error("the app has no output");
  for await (const line of createInterface(child.stdout)) {
    if ((JSON.parse(line) as { stage: string }).stage === stage) return;
  }
  throw new Error(`the app ended before it was ${stage}`);
}
