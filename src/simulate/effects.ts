import { subscribe } from "node:diagnostics_channel";

import type { SchoolYear } from "./school-year.ts";
import { troubleNames, type TroubleName } from "./troubles.ts";

/** How often each trouble has really met Carillon. */
export type Effects = Readonly<Record<TroubleName, number>>;

interface ConnectError {
  readonly connectParams: { readonly port: string | number };
}

const refusals = new Map<string, number>();
let isWatching = false;

/** Counts the connections that are refused, for as long as the process lives. */
export function watchRefusals(): void {
  if (isWatching) return;
  isWatching = true;
  subscribe("undici:client:connectError", (message) => {
    const port = String((message as ConnectError).connectParams.port);
    refusals.set(port, (refusals.get(port) ?? 0) + 1);
  });
}

/** What the troubles have done since the year began: requests that met them, or what Carillon noted of them. */
export async function effectsSoFar(year: SchoolYear): Promise<Effects> {
  const { zoom, telegram } = year.school;
  const told = await year.app.database.pool.query<{ kind: string; howMany: string }>(
    `select split_part(subject, ' ', 2) as kind, count(*) as "howMany" from messages where subject like 'group %' group by 1`,
  );
  const noted = (kind: string) => Number(told.rows.find((row) => row.kind === kind)?.howMany ?? 0);
  const { webhooks, limits } = zoom.controls;
  return {
    crash: year.crashes.length,
    "lost answers": zoom.faults.met("commit then drop") + telegram.faults.met("accept then drop"),
    flood: zoom.faults.met("429 with seconds") + telegram.faults.met("flood"),
    "server errors":
      zoom.faults.met("500 after commit") +
      zoom.faults.met("502 HTML maintenance") +
      telegram.faults.met("500 after delivery") +
      telegram.faults.met("502 HTML"),
    slow: zoom.faults.met("slow") + telegram.faults.met("slow"),
    hang: zoom.faults.met("commit then hang") + telegram.faults.met("accept then hang"),
    kicked: noted("lost"),
    migrated: noted("migrated"),
    "repeated updates": telegram.updates.repeated,
    "webhooks astray": Object.values(webhooks.met).reduce((sum, times) => sum + times, 0),
    "day spent": limits.refusedWrites,
    "zoom down": refusedAt(zoom.url),
    "telegram down": refusedAt(telegram.url),
    "clock jump": year.jumps,
    "database restart": year.restarts,
  };
}

/** What came of the troubles between two countings. */
export function effectsBetween(before: Effects, after: Effects): Effects {
  return Object.fromEntries(troubleNames.map((name) => [name, after[name] - before[name]])) as Effects;
}

function refusedAt(url: string): number {
  return refusals.get(new URL(url).port) ?? 0;
}
