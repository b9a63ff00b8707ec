import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

type Collect = (how: {
  readonly type: "major";
  readonly execution: "sync";
  /** Gives emptied pages back to the system, as before running out of memory. */
  readonly flavor: "last-resort";
}) => void;

let collect: Collect | undefined;

/**
 * Gives what this process no longer holds back to the system at once, in about a tenth of a second; by itself V8 does so
 * only after it has been idle for a while. For the moment before another process wants much.
 */
export function giveBackMemory(): void {
  if (collect === undefined) {
    setFlagsFromString("--expose-gc");
    collect = runInNewContext("gc") as Collect;
  }
  collect({ type: "major", execution: "sync", flavor: "last-resort" });
}
