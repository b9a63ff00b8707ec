import { coachMails, largeChatId, largeStudent, writeLargeWorkbook } from "#simulators/large-workbook.ts";
import { startSimulatedSchool } from "#simulators/simulated-school.ts";

/*
 * What lies outside of a large school's Carillon, in a process of its own so that its memory is not counted as
 * Carillon's: the workbook, which it writes, and the two services, whose clock stands where they were last told.
 */
const [size = "0", start = "", workbook = ""] = process.argv.slice(2);
await writeLargeWorkbook(workbook, Number(size));
const school = await startSimulatedSchool({
  start: Temporal.Instant.from(start),
  zone: "Africa/Abidjan",
  hosts: coachMails(Number(size)),
  seed: 1,
  latencyMs: 0,
  paced: false,
});
for (let line = 0; line < Number(size); line += 1) {
  school.telegram.world.addGroup({ chatId: largeChatId(line), title: `Class ${line}` });
}
process.on("message", (moment: string) => {
  const now = Temporal.Instant.from(moment);
  holdMeetings(now);
  void school.clock.jumpTo(now).then(() => process.send?.(moment));
});
process.send?.(school.settings);
process.on("disconnect", () => process.exit());

/** Every meeting that is over by now was held, by its coach and a student of the class; one in twenty came as somebody unknown. */
function holdMeetings(now: Temporal.Instant): void {
  const { live } = school.zoom.controls;
  for (const [place, { id, startsAt, durationMinutes, state }] of school.zoom.ledger.meetings().entries()) {
    const endsAt = startsAt.add({ minutes: durationMinutes });
    if (state !== "waiting" || Temporal.Instant.compare(now, endsAt) < 0) continue;
    live.start(id, startsAt);
    live.join({ meetingId: id, name: place % 20 === 0 ? `Guest ${id}` : largeStudent }, startsAt.add({ minutes: 1 }));
    live.end(id, endsAt);
  }
}
