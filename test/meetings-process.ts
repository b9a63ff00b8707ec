// A program for tests to kill: `create_zoom_links` alone, on the database and the Zoom that it is given.
//
// Its clock skips every wait, so that nothing but the work itself takes time.
import { openZoomAccount } from "#app/zoom-account.ts";
import { readConfig } from "#config";
import { openPool } from "#database/open.ts";
import { createZoomLinks } from "#features/meetings/create-zoom-links.ts";
import { openLogger } from "#lib/logger.ts";
import { keyFrom, sealedBox } from "#lib/sealed-box.ts";
import { skippingClock } from "#simulators/zoom/hand-clock.ts";

const [connection = "{}", start = ""] = process.argv.slice(2);
const config = readConfig(process.env);
if (!config.ok || config.value.zoom === undefined) throw new Error("no Zoom");
const { zoom, school } = config.value;
const clock = skippingClock(start);
const database = openPool(
  { applicationName: "carillon test to be killed", logger: openLogger("silent"), poolSize: 3 },
  JSON.parse(connection),
  undefined,
);
const { db } = database;
const box = sealedBox(keyFrom("11".repeat(32)) ?? new Uint8Array());
const nobody = async (): Promise<void> => undefined;
const report = await createZoomLinks({
  db,
  clock,
  zoom: openZoomAccount({ zoom, db, clock, box, timeoutMs: 10_000 }),
  policy: zoom.policy,
  school,
  log: { info: nobody, warning: nobody, failure: nobody },
});
process.stdout.write(`${JSON.stringify(report)}\n`);
await database.close();
