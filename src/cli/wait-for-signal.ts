/** Resolves when the signal aborts, at once if it has already. A timer keeps the process alive meanwhile. */
export async function waitForSignal(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const alive = setInterval(() => undefined, 60_000);
  await new Promise((done) => signal.addEventListener("abort", done, { once: true }));
  clearInterval(alive);
}
