import type { App } from "#app/parts.ts";
import { messageStates } from "#features/messages/rules.ts";
import { findOldestDue } from "#features/messages/due-store.ts";
import { countByState } from "#features/messages/store.ts";
import { listGroups } from "#features/roster/store.ts";
import { healthOf } from "#features/roster/trouble-rules.ts";
import { countRuns } from "#features/scenarios/figures-store.ts";

/** The figures of an app as Prometheus reads them. */
export interface Metrics {
  readonly contentType: string;
  /** The figures of this moment. */
  read(): Promise<string>;
}

/**
 * Opens the figures: those of the process, and what Carillon did and has before it. They are counted when they are
 * asked for, so that they are the database's own, whichever process serves them.
 */
export async function openMetrics(app: App, version: string): Promise<Metrics> {
  const { Registry, Gauge, collectDefaultMetrics } = await import("prom-client");
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, labelNames: readonly string[] = []) =>
    new Gauge({ name: `carillon_${name}`, help, labelNames, registers: [registry] });
  gauge("info", "The version that runs.", ["version"]).set({ version }, 1);
  const engine = gauge("engine_running", "1 while the schedules run, here or in another process.");
  const messages = gauge("messages", "Messages of the outbox by state.", ["state"]);
  const waiting = gauge("oldest_due_message_seconds", "How long the oldest message that could leave has been due.");
  const runs = gauge("runs", "Runs by scenario and outcome, open ones included.", ["scenario", "outcome"]);
  const last = gauge("last_run_timestamp_seconds", "When a scenario last began.", ["scenario"]);
  const groups = gauge("groups", "Groups by health.", ["health"]);
  const { db } = app.database;

  async function count(): Promise<void> {
    const now = app.clock.now();
    const [hasEngine, byState, oldest, figures, rows] = await Promise.all([
      app.hasEngine(),
      countByState(db),
      findOldestDue(db, now),
      countRuns(db),
      listGroups(db),
    ]);
    engine.set(hasEngine && !app.lost.aborted ? 1 : 0);
    for (const state of messageStates) messages.set({ state }, byState.get(state) ?? 0);
    waiting.set(oldest === undefined ? 0 : oldest.until(now).total("seconds"));
    for (const { scenario, outcome, howMany } of figures) runs.set({ scenario, outcome }, howMany);
    for (const [scenario, theirs] of Map.groupBy(figures, (figure) => figure.scenario)) {
      const starts = theirs.flatMap(({ lastStartedAt }) => (lastStartedAt === null ? [] : [lastStartedAt]));
      const newest = Math.max(...starts.map((start) => start.epochMilliseconds));
      if (starts.length > 0) last.set({ scenario }, newest / 1_000);
    }
    for (const health of ["well", "hampered", "lost", "off"] as const) {
      groups.set({ health }, rows.filter((row) => healthOf(row) === health).length);
    }
  }

  return {
    contentType: registry.contentType,
    async read() {
      await count();
      return await registry.metrics();
    },
  };
}
