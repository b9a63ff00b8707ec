// @ts-check
// Laws about the names of files: DESIGN sections 1 and 3.
import { APART, FLOW, GROUND, nameOf, placeOf } from "./house.js";

/** @typedef {import("./house.js").Context} Context */

const KINDS =
  "rules.ts, *-rules.ts, ports.ts, store.ts, *-store.ts, tables.ts, contract.ts, router.ts, texts.ts, templates/, <verb-object>.ts and *.test.ts beside what they test";
const FIXED = /^(?:rules|ports|store|tables|contract|router|texts|[a-z0-9-]+-(?:rules|store))\.ts$/;
const USE_CASE = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)+\.ts$/;
const TEST = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*\.test\.ts$/;

/** The kinds of file in a feature are a closed list. */
export const fileKinds = {
  meta: { type: /** @type {const} */ ("problem"), docs: { description: "a closed list of file kinds in a feature" } },
  /**
   * @param {Context} context
   * @returns {import("./house.js").Visitor}
   */
  create(context) {
    const place = placeOf(context.filename);
    if (place === undefined || place.zone !== "features") return {};
    const message = misplaced(place);
    if (message !== undefined) return { Program: (node) => context.report({ node, message }) };
    if (FIXED.test(place.file) || TEST.test(place.file) || place.path.split("/")[3] === "templates") return {};
    const wanted = place.file.replace(/\.ts$/, "").replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());
    return {
      Program(node) {
        const exported = node.body.flatMap(exportedFunctions);
        if (exported.includes(wanted)) return;
        const others = exported.length === 0 ? "it exports no function" : `it exports ${exported.join(", ")}`;
        context.report({
          node,
          message: `A use case has its file's name: ${place.file} must export the function ${wanted} (${others}). Rename one of them; a pure function belongs in rules.ts, a query in store.ts, a wording in texts.ts.`,
        });
      },
    };
  },
};

/**
 * @param {import("./house.js").Place} place
 * @returns {string | undefined}
 */
function misplaced({ path, feature, file }) {
  const features = [...FLOW, ...APART, ...GROUND];
  if (feature === undefined)
    return `Every file of src/features/ lives in a feature: move ${file} to one of ${features.join(", ")}, or to src/lib/ if it knows nothing of the school.`;
  if (!features.includes(feature))
    return `"${feature}" is not a feature of the house (${features.join(", ")}). Put this where its word lives; a new feature first takes its place in the flow, in DESIGN section 3 and tools/lint/house.js.`;
  const inner = path.split("/").slice(3, -1);
  if (inner.length > 0 && inner[0] !== "templates")
    return `A feature has no folders but templates/: move ${file} up to src/features/${feature}/, with a name that tells its kind (${KINDS}).`;
  if (inner.length > 0 || FIXED.test(file) || USE_CASE.test(file) || TEST.test(file)) return undefined;
  return `${file} is none of the kinds of file in a feature: ${KINDS}. Pure code goes in rules.ts, queries in store.ts, types for adapters in ports.ts, a use case in a file named like its function.`;
}

/**
 * The functions that a statement exports by name; a constant counts, since it can hold one.
 * @param {any} statement
 * @returns {string[]}
 */
function exportedFunctions(statement) {
  if (statement.type !== "ExportNamedDeclaration" || statement.exportKind === "type" || statement.source !== null)
    return [];
  const { declaration } = statement;
  if (declaration?.type === "FunctionDeclaration") return [declaration.id.name];
  if (declaration?.type === "VariableDeclaration")
    return declaration.declarations.map((/** @type {any} */ each) => nameOf(each.id));
  return statement.specifiers
    .filter((/** @type {any} */ each) => each.exportKind !== "type")
    .map((/** @type {any} */ each) => nameOf(each.exported));
}

const BANNED = /^(?:utils?|helpers?|managers?|services?|common|misc)$/;

/** Names that say nothing hold everything. */
export const fileNames = {
  meta: { type: /** @type {const} */ ("problem"), docs: { description: "no drawer of odds and ends" } },
  /**
   * @param {Context} context
   * @returns {import("./house.js").Visitor}
   */
  create(context) {
    const place = placeOf(context.filename);
    if (place === undefined) return {};
    const steps = place.path.split("/").map((step) => step.replace(/\..*$/, ""));
    const drawer = steps.find((step) => step.split(/[-_]/).some((word) => BANNED.test(word.toLowerCase())));
    const message =
      drawer !== undefined
        ? `"${drawer}" says nothing about what is inside, so it ends up holding everything. Name the file after what it does; pure code of the school goes in a feature's rules.ts, code that knows nothing of the school in src/lib/<what-it-is>.ts.`
        : steps.at(-1) === "index"
          ? `No index files: a barrel hides where a name lives. Name this file after what it does and import it directly.`
          : undefined;
    return message === undefined ? {} : { Program: (node) => context.report({ node, message }) };
  },
};
