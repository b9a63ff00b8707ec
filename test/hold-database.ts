// A program for tests to run, kill and end: opens the database of the data folder that it is given (and
// claims the engine when asked), says so on one line, and closes in order when its input ends.
import { openDatabase } from "#database/open.ts";
import { openLogger } from "#lib/logger.ts";

const [dataFolder = "", claim] = process.argv.slice(2);
const opened = await openDatabase({
  dataFolder,
  applicationName: `carillon hold pid=${process.pid}`,
  logger: openLogger("silent"),
});
if (!opened.ok) {
  say({ failure: opened.failure });
} else {
  const { embedded } = opened.value;
  const claimed = claim === "claim" ? await embedded?.claimEngine() : undefined;
  say({
    serverPid: embedded?.serverPid,
    origin: embedded?.origin,
    ...(claimed?.ok === false ? { failure: claimed.failure } : {}),
  });
  process.stdin.resume();
  await new Promise((settle) => process.stdin.once("end", settle).once("error", settle));
  await opened.value.close();
  say({ closed: true });
}

function say(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
