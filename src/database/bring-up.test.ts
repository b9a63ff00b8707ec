import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, it } from "vitest";

import { openLogger } from "#lib/logger.ts";

import { scratchFolder } from "../../test/scratch.ts";
import { bringUp } from "./bring-up.ts";
import { ensureCluster } from "./cluster.ts";
import { prepareDataFolder } from "./data-folder.ts";
import { findPostgres } from "./postgres-binaries.ts";
import { stopPostmaster } from "./postmaster.ts";

const logger = openLogger("silent");

it.skipIf(process.platform === "win32")(
  "a server that a rival stopped in order before we came in is started again",
  async () => {
    const scratch = await scratchFolder();
    try {
      const prepared = await prepareDataFolder(scratch.path);
      if (!prepared.ok) throw new Error(prepared.failure.what.en);
      const place = prepared.value;
      const found = await findPostgres(place.account, place.dataFolder, logger);
      if (!found.ok) throw new Error(found.failure.what.en);
      const created = await ensureCluster(place, found.value, { logger, sync: false });
      if (!created.ok) throw new Error(created.failure.what.en);

      // The first start ends at once and in order, as after a rival's stop; the second is the server itself.
      const stopped = join(place.cluster, "stopped-once");
      const postgres = join(scratch.path, "postgres-stopped-once");
      const script = `#!/bin/sh\nif [ -e '${stopped}' ]; then exec '${found.value.postgres}' "$@"; fi\n: > '${stopped}'\n`;
      writeFileSync(postgres, script, { mode: 0o755 });
      const binaries = { ...found.value, postgres };
      const joined = await bringUp({
        place,
        binaries,
        settings: { fsync: "off" },
        applicationName: "carillon test",
        logger,
        patienceMs: 60_000,
        signal: new AbortController().signal,
      });
      if (!joined.ok) throw new Error(`${joined.failure.what.en} ${joined.failure.cause}`);
      expect((await joined.value.client.query("select 1 as n")).rows).toEqual([{ n: 1 }]);
      await joined.value.client.end();
      await stopPostmaster(place, binaries, logger);
    } finally {
      scratch.remove();
    }
  },
);
