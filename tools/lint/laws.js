// @ts-check
// The laws of the house (DESIGN section 3) as an oxlint plugin. Each message says where the code belongs instead.
import { clock, outsideGlobals } from "./clock-laws.js";
import { fileKinds, fileNames } from "./file-laws.js";
import * as imports from "./import-laws.js";
import { manyValues } from "./query-laws.js";

/** @type {{ meta: { name: string }, rules: Record<string, import("./house.js").Rule> }} */
export default {
  meta: { name: "laws" },
  rules: {
    flow: imports.flow,
    "pure-rules": imports.pureRules,
    "database-access": imports.databaseAccess,
    "outside-imports": imports.outsideImports,
    "outside-globals": outsideGlobals,
    "composition-root": imports.compositionRoot,
    simulators: imports.simulators,
    lib: imports.lib,
    web: imports.web,
    "no-barrel": imports.noBarrel,
    clock,
    "many-values": manyValues,
    "file-kinds": fileKinds,
    "file-names": fileNames,
  },
};
