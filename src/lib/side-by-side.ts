/** Does the same for many things, so many of them at once; gives what came of each, in the order of the things. */
export async function sideBySide<Given, Done>(
  things: readonly Given[],
  atOnce: number,
  work: (thing: Given) => Promise<Done>,
): Promise<readonly Done[]> {
  const done: Done[] = [];
  // One iterator for all lanes: each takes what comes next.
  const next = things.entries();
  async function lane(): Promise<void> {
    for (const [place, thing] of next) done[place] = await work(thing);
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, things.length) }, lane));
  return done;
}
