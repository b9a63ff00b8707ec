import { spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";

const victim = fileURLToPath(new URL("./victim.ts", import.meta.url));

/** A process that has read its program and waits to be told what to do: a start costs more than the hour it lives. */
export class Standby {
  #child: ChildProcess | undefined;

  /** Has one ready by the time it is needed. */
  prepare(): void {
    this.#child ??= spawn(process.execPath, [victim], {
      env: { PATH: process.env["PATH"] },
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
  }

  /** Gives the one that is ready, or will be soon. It ends by itself with this process. */
  take(): ChildProcess {
    this.prepare();
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined) throw new Error("nobody stands by");
    return child;
  }

  /** Ends the one that was not needed. */
  close(): void {
    this.#child?.kill("SIGKILL");
    this.#child = undefined;
  }
}
