import { systemClock } from "#lib/clock.ts";

import { frameCutter } from "./frames.ts";
import type { Child } from "./start-child.ts";

/** How long a child may take to be ready, in milliseconds: far more than it needs on a busy machine. */
const startPatience = 180_000;

/** Who is ready, or why nobody is. */
export type Ready = { readonly child: Child } | { readonly why: string };

/** Waits for the child's word that it is ready. */
export async function awaitReady(child: Child): Promise<Ready> {
  const patience = new AbortController();
  const cut = frameCutter(1_000);
  const said = new Promise<"ready">((resolve) => {
    const take = (): void => {
      const chunk = child.pipe.read() as Buffer | null;
      // Its one word; nothing else comes before it is asked for something.
      if (chunk === null || cut(chunk).length === 0) return;
      child.pipe.off("readable", take);
      resolve("ready");
    };
    child.pipe.on("readable", take);
  });
  const first = await Promise.race([
    said,
    child.gone.then(() => "gone" as const),
    systemClock.sleep(startPatience, patience.signal).then(() => "late" as const),
  ]);
  patience.abort();
  if (first === "ready") return { child };
  child.kill();
  return { why: first === "late" ? "it was not ready in time" : await child.gone };
}
