import { expect, test } from "vitest";

import { retryAfterMs } from "./retry-after.ts";

const now = Temporal.Instant.from("2026-03-01T12:00:00Z");
const hour = 3_600_000;

test.each([
  ["30", false, 30_000],
  ["0.5", false, 500],
  ["2026-03-01T12:00:07Z", false, 7_000],
  ["2026-03-02T00:00:00Z", true, 12 * hour],
  ["2026-03-01T13:30:00+01:00", false, 30 * 60_000],
  ["Sun, 01 Mar 2026 12:01:00 GMT", false, 60_000],
])("%s is understood", (header, daily, expected) => {
  expect(retryAfterMs(header, daily, now)).toBe(expected);
});

test.each([[null], ["soon"], ["2026-03-01T11:59:00Z"], ["0"], ["-5"], ["never GMT"]])(
  "without a usable moment (%s) it is two seconds, or the rest of the UTC day",
  (header) => {
    expect(retryAfterMs(header, false, now)).toBe(2_000);
    expect(retryAfterMs(header, true, now)).toBe(12 * hour);
  },
);

test("an absurd wait is shortened to a day and an hour", () => {
  expect(retryAfterMs("2031-01-01T00:00:00Z", true, now)).toBe(25 * hour);
});
