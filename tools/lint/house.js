// @ts-check
// Where a file lives in the house, and what an import points to. The laws read everything through here.
// JavaScript, because oxlint loads plugins with whatever Node starts it, and an older one cannot read TypeScript.
import { existsSync } from "node:fs";
import path from "node:path";

/** The features in the order in which data flows: each may import only those before it. */
export const FLOW = ["school", "roster", "timetable", "sessions", "meetings", "messages", "participation", "rankings"];

/** Features beside the flow: they import no other feature and none imports them. */
export const APART = ["scenarios", "accounts"];

/** Features below all others: every feature may import them, also those apart; they import none. */
export const GROUND = ["audit"];

/** @typedef {Parameters<import("oxlint/plugins-dev").RuleTester["run"]>[1]} Rule */
/** @typedef {Extract<Rule, { create: (context: never) => unknown }>["create"]} Create */
/** @typedef {Parameters<Create>[0]} Context */
/** @typedef {ReturnType<Create>} Visitor */

/**
 * @typedef {object} Place
 * @property {string} path inside the package, with forward slashes: `src/features/roster/rules.ts`
 * @property {string} zone `features`, `lib`, `adapters`, `app`, `test`, `tools` …: the first step inside src, or the top folder
 * @property {string | undefined} feature for files under src/features/<feature>/
 * @property {string} file the last step: `rules.ts`
 * @property {boolean} isTest a test, or what only tests use
 */

/** @type {Map<string, string | undefined>} */
const roots = new Map();

/**
 * The folder of the nearest package.json; there is one package, so it is the house itself.
 * @param {string} folder
 * @returns {string | undefined}
 */
function rootAbove(folder) {
  if (roots.has(folder)) return roots.get(folder);
  const parent = path.dirname(folder);
  const root = existsSync(path.join(folder, "package.json"))
    ? folder
    : parent === folder
      ? undefined
      : rootAbove(parent);
  roots.set(folder, root);
  return root;
}

/**
 * @param {string} filename absolute
 * @returns {Place | undefined} undefined outside the package
 */
export function placeOf(filename) {
  const root = rootAbove(path.dirname(filename));
  return root === undefined ? undefined : placeAt(path.relative(root, filename).split(path.sep).join("/"));
}

/**
 * @param {string} inside a path inside the package
 * @returns {Place}
 */
function placeAt(inside) {
  const steps = inside.split("/");
  const inSource = steps[0] === "src";
  const first = (inSource ? steps[1] : steps.length === 1 ? "root" : steps[0]) ?? "";
  const zone = first.replace(/\.[cm]?[jt]sx?$/, "");
  const file = steps.at(-1) ?? "";
  return {
    path: inside,
    zone: inSource || ["test", "bench", "tools", "web", "root"].includes(zone) ? zone : "other",
    feature: inSource && zone === "features" && steps.length > 3 ? steps[2] : undefined,
    file,
    isTest: steps[0] === "test" || /\.test\.tsx?$/.test(file),
  };
}

/**
 * @typedef {object} Import
 * @property {any} node where to report
 * @property {string} source as written
 * @property {Place | undefined} to the file of ours that it means; undefined for packages and node: modules
 * @property {string} package `node:fs`, `drizzle-orm`, `@hono/node-server`: the package or built-in module; "" for ours
 * @property {boolean} typeOnly erased before the program runs
 * @property {{ name: string, typeOnly: boolean }[] | undefined} names what is taken; undefined for "everything"
 */

/**
 * @param {Place} from
 * @param {string} source
 * @returns {{ to: Place | undefined, package: string }}
 */
function resolve(from, source) {
  if (source.startsWith(".")) {
    return { to: placeAt(path.posix.normalize(path.posix.join(path.posix.dirname(from.path), source))), package: "" };
  }
  if (source.startsWith("#")) {
    const inside = source.slice(1);
    return { to: placeAt(`src/${inside.includes("/") ? inside : `${inside}.ts`}`), package: "" };
  }
  if (builtins.has(source.split("/")[0] ?? "")) return { to: undefined, package: `node:${source.split("/")[0]}` };
  const steps = source.split("/");
  return { to: undefined, package: source.startsWith("@") ? steps.slice(0, 2).join("/") : (steps[0] ?? "") };
}

/** Built-in modules that people still write without `node:`. */
const builtins = new Set(
  (
    "fs net http https http2 tls dgram dns child_process worker_threads cluster inspector timers " +
    "crypto path util os url stream events readline perf_hooks process module buffer"
  ).split(" "),
);

/**
 * Calls `check` for each way a file can reach another: static, dynamic and type imports, re-exports, `require`,
 * and the address of a worker (`new URL("./x.ts", import.meta.url)`).
 *
 * @param {Context} context
 * @param {(found: Import, from: Place) => void} check
 * @returns {Visitor}
 */
export function eachImport(context, check) {
  const from = placeOf(context.filename);
  if (from === undefined) return {};
  /** @param {any} node @param {any} literal @param {boolean} typeOnly @param {Import["names"]} [names] */
  const found = (node, literal, typeOnly, names) => {
    const source = textOf(literal);
    if (source !== undefined) check({ node, source, ...resolve(from, source), typeOnly, names }, from);
  };
  return {
    ImportDeclaration(node) {
      found(node, node.source, node.importKind === "type", importedNames(node));
    },
    ExportNamedDeclaration(node) {
      if (node.source === null) return;
      const names = node.specifiers.map((each) => ({
        name: nameOf(each.local),
        typeOnly: node.exportKind === "type" || each.exportKind === "type",
      }));
      found(node, node.source, node.exportKind === "type", names);
    },
    ExportAllDeclaration(node) {
      found(node, node.source, node.exportKind === "type");
    },
    ImportExpression(node) {
      found(node, node.source, false);
    },
    TSImportType(node) {
      found(node, node.source, true);
    },
    TSExternalModuleReference(node) {
      found(node, node.expression, false);
    },
    CallExpression(node) {
      const callee = node.callee;
      const loads =
        (callee.type === "Identifier" && callee.name === "require") ||
        (callee.type === "MemberExpression" && ["getBuiltinModule", "require"].includes(nameOf(callee.property)));
      if (loads) found(node, node.arguments[0], false);
    },
    NewExpression(node) {
      const isAddress = node.callee.type === "Identifier" && node.callee.name === "URL" && node.arguments.length === 2;
      const relative = isAddress ? textOf(node.arguments[0]) : undefined;
      if (relative !== undefined && /^\.{1,2}\/.*\.[cm]?[jt]s$/.test(relative)) found(node, node.arguments[0], false);
    },
  };
}

/** @param {any} node */
function importedNames(node) {
  if (node.specifiers.some((/** @type {any} */ each) => each.type === "ImportNamespaceSpecifier")) return undefined;
  return node.specifiers.map((/** @type {any} */ each) => ({
    name: each.type === "ImportSpecifier" ? nameOf(each.imported) : "default",
    typeOnly: node.importKind === "type" || (each.type === "ImportSpecifier" && each.importKind === "type"),
  }));
}

/**
 * The text of an identifier or a quoted name; "" for anything else.
 * @param {any} node
 * @returns {string}
 */
export function nameOf(node) {
  return node?.type === "Identifier" ? node.name : (textOf(node) ?? "");
}

/**
 * A text known without running the program.
 * @param {any} node
 * @returns {string | undefined}
 */
function textOf(node) {
  if (node?.type === "Literal" && typeof node.value === "string") return node.value;
  if (node?.type === "TemplateLiteral" && node.expressions.length === 0) return node.quasis[0].value.cooked;
  return undefined;
}

/**
 * `rules.ts` and `attendance-rules.ts`.
 * @param {Place} place
 */
export function isRules(place) {
  return place.feature !== undefined && /^(?:[a-z0-9-]+-)?rules\.ts$/.test(place.file);
}

/**
 * `store.ts`, `outbox-store.ts` and `tables.ts`: the only files of a feature that know the database.
 * @param {Place} place
 */
export function isStore(place) {
  return place.feature !== undefined && /^(?:(?:[a-z0-9-]+-)?store|tables)\.ts$/.test(place.file);
}

/**
 * Is this identifier a variable of the file itself, rather than the platform's global?
 * @param {Context} context
 * @param {any} identifier
 */
export function isGlobal(context, identifier) {
  const name = identifier.name;
  for (let scope = context.sourceCode.getScope(identifier); scope !== null; scope = /** @type {any} */ (scope.upper)) {
    const variable = scope.set.get(name);
    if (variable !== undefined) return variable.defs.length === 0;
  }
  return true;
}
