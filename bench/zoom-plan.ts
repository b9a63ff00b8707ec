// Planning the hosts of 10,000 sessions, before the first request.
import { planMeetings, stretchOf, type Wish } from "#features/meetings/plan-rules.ts";

import { show, timed } from "./figure.ts";

const start = Temporal.Instant.from("2026-03-01T06:00:00Z");
const howMany = 10_000;
const hosts = Array.from({ length: 400 }, (_, index) => ({
  id: `h${index}`,
  email: `h${index}@school.example`,
  licensed: index % 10 !== 9,
}));
const wishes = Array.from({ length: howMany }, (_, index): Wish => {
  const startsAt = start.add({ minutes: (index * 7) % (7 * 24 * 60) });
  return {
    id: `s${index}`,
    times: [stretchOf({ startsAt, endsAt: startsAt.add({ minutes: 30 + (index % 4) * 15 }) })],
    coachEmail: index % 3 === 0 ? null : `h${index % 400}@school.example`,
  };
});
const facts = {
  hosts,
  booked: [],
  writesToday: new Map<string, number>(),
  hostMeetings: new Map<string, number>(),
  pool: undefined,
  nextDay: start.add({ hours: 18 }),
};

const { ms, value } = await timed(() => planMeetings(wishes, facts));
const placed = value.filter((one) => one.kind === "placed").length;
show({
  name: `planning ${howMany} sessions over ${hosts.length} hosts (${placed} placed)`,
  ours: ms,
  unit: "ms",
  limit: { of: "value", atMost: 1_000 },
});
