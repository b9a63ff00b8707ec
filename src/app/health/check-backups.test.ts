import { expect, it } from "vitest";

import { timeZone } from "#lib/ids.ts";

import { checkBackups } from "./check-backups.ts";

const zone = timeZone("Africa/Abidjan");
const now = Temporal.Instant.from("2026-01-13T10:00:00Z");
const hoursAgo = (hours: number) => now.subtract({ hours });
const stateOf = (
  last: Temporal.Instant | undefined,
  kept = 14,
  since: Temporal.Instant | undefined = hoursAgo(100),
) => {
  if (zone === undefined) throw new Error("no zone");
  return checkBackups({ last, kept, since, now, zone }).state;
};

it("a backup that is missing or older than a night and a half is told, and a school that began today is left alone", () => {
  expect(stateOf(hoursAgo(7))).toBe("ok");
  expect(stateOf(hoursAgo(37))).toBe("warning");
  expect(stateOf(undefined)).toBe("warning");
  expect(stateOf(undefined, 0)).toBe("warning");
  expect(stateOf(undefined, 14, hoursAgo(3))).toBe("ok");
});
