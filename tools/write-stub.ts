import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { models } from "#app/custom/models.ts";
import { scenarioStub } from "#app/custom/scenario-stub.ts";

/** `node tools/write-stub.ts`: writes what editors read to complete the names of a scenario; run it after a model changed. */
const file = fileURLToPath(new URL("../python/carillon/__init__.pyi", import.meta.url));
writeFileSync(file, await scenarioStub([...models.values()]));
