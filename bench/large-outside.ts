import { coachMails, largeChatId } from "#simulators/large-workbook.ts";
import { startSimulatedSchool } from "#simulators/simulated-school.ts";

/*
 * The two services of a large school in a process of their own, so that their memory is not counted as Carillon's. Its
 * clock stands where whoever started it last said.
 */
const [size = "0", start = "", paced = ""] = process.argv.slice(2);
const school = await startSimulatedSchool({
  start: Temporal.Instant.from(start),
  zone: "Africa/Abidjan",
  hosts: coachMails(Number(size)),
  seed: 1,
  latencyMs: 0,
  paced: paced === "paced",
});
for (let line = 0; line < Number(size); line += 1) {
  school.telegram.world.addGroup({ chatId: largeChatId(line), title: `Class ${line}` });
}
process.on("message", (moment: string) => {
  void school.clock.jumpTo(Temporal.Instant.from(moment)).then(() => process.send?.(moment));
});
process.send?.(school.settings);
