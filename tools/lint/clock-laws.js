// @ts-check
// Laws about time and about globals that reach outside: DESIGN section 3, laws 2, 3 and 4.
import { isGlobal, isRules, nameOf, placeOf } from "./house.js";

/** @typedef {import("./house.js").Context} Context */

const HAND_IN = "Take a Clock from src/lib/clock.ts and pass it in (rules take the Instant itself)";
const NAME_ZONE = "The machine's zone is not the school's. Pass the zone: instant.toZonedDateTimeISO(zone)";

/** Methods of Date that answer in the machine's zone. */
const LOCAL_GETTERS =
  /^(?:getHours|getMinutes|getDate|getDay|getMonth|getFullYear|getTimezoneOffset|setHours|setMinutes|setDate|setMonth|setFullYear|toLocaleDateString|toLocaleTimeString)$/;

/**
 * `Date` or `globalThis.Date`: the platform's own object of that name.
 * @param {Context} context
 * @param {any} node
 * @param {string} name
 */
function isPlatform(context, node, name) {
  if (node?.type === "MemberExpression") return nameOf(node.object) === "globalThis" && nameOf(node.property) === name;
  return node?.type === "Identifier" && node.name === name && isGlobal(context, node);
}

/** "Now" and waiting have one home. */
export const clock = {
  meta: { type: /** @type {const} */ ("problem"), docs: { description: "time comes from src/lib/clock.ts only" } },
  /**
   * @param {Context} context
   * @returns {import("./house.js").Visitor}
   */
  create(context) {
    const place = placeOf(context.filename);
    if (place === undefined || place.path === "src/lib/clock.ts" || place.zone === "web") return {};
    const mayMeasure = place.zone === "bench";
    const mayWaitForReal =
      !place.isTest &&
      ["adapters", "simulators", "database", "cli", "bench", "tools", "root", "other"].includes(place.zone);

    /** @param {any} node @param {string} message */
    const report = (node, message) => context.report({ node, message });
    /** @param {any} node */
    const reportWait = (node) =>
      report(
        node,
        "Only src/lib/clock.ts waits on the machine's timers: use clock.sleep(ms, signal), which tests, the demo and the simulation can move.",
      );

    /** @param {any} node @param {any[]} args */
    const judgeDate = (node, args) => {
      if (args.length === 0) report(node, `The machine's "now" is read only in src/lib/clock.ts. ${HAND_IN}.`);
      else if (args.length > 1)
        report(node, `new Date(year, month, …) counts in the machine's zone. ${NAME_ZONE}, or Temporal.PlainDate.`);
    };
    /** @param {any} node @param {any[]} args */
    const judgeFormat = (node, args) => {
      const options = args[1];
      const namesZone =
        options !== undefined &&
        (options.type !== "ObjectExpression" ||
          options.properties.some(
            (/** @type {any} */ each) => each.type === "SpreadElement" || nameOf(each.key) === "timeZone",
          ));
      if (!namesZone && args[0]?.type !== "SpreadElement") {
        report(
          node,
          "Intl.DateTimeFormat without timeZone speaks in the machine's zone. Give it { timeZone } (UTC for a plain date).",
        );
      }
    };

    return {
      NewExpression(node) {
        if (isPlatform(context, node.callee, "Date")) judgeDate(node, node.arguments);
        if (isDateTimeFormat(node.callee)) judgeFormat(node, node.arguments);
      },
      CallExpression(node) {
        const { callee } = node;
        if (isPlatform(context, callee, "Date")) report(node, `Date() reads the machine's clock. ${HAND_IN}.`);
        if (isDateTimeFormat(callee)) judgeFormat(node, node.arguments);
        if (callee.type === "MemberExpression" && LOCAL_GETTERS.test(nameOf(callee.property))) {
          report(
            node,
            `${nameOf(callee.property)}() answers in the machine's zone. ${NAME_ZONE} and ask the ZonedDateTime.`,
          );
        }
        const waits = ["setTimeout", "setInterval", "setImmediate"].some((name) => isPlatform(context, callee, name));
        if (waits && !mayWaitForReal) reportWait(node);
        if (place.zone === "features" && nameOf(/** @type {any} */ (callee).property) === "defaultNow") {
          report(
            node,
            `defaultNow() reads the database's clock, which is not ours. ${HAND_IN}, and write the Instant.`,
          );
        }
      },
      MemberExpression(node) {
        const property = nameOf(node.property);
        if (property === "now" && isPlatform(context, node.object, "Date")) {
          report(node, `Date.now is read only in src/lib/clock.ts. ${HAND_IN}.`);
        }
        if (property === "Now" && isPlatform(context, node.object, "Temporal")) {
          report(
            node,
            `Temporal.Now is read only in src/lib/clock.ts. ${HAND_IN}; the zone is the school's setting, never the machine's.`,
          );
        }
        const measures =
          (["now", "timeOrigin"].includes(property) && isPlatform(context, node.object, "performance")) ||
          (property === "hrtime" && isPlatform(context, node.object, "process"));
        if (measures && !mayMeasure) {
          report(
            node,
            `A stopwatch is a clock too, and only bench/ may read this one. Subtract two clock.now() of src/lib/clock.ts, or measure in bench/.`,
          );
        }
      },
      VariableDeclarator(node) {
        if (node.id.type !== "ObjectPattern" || node.init === null) return;
        for (const [object, key] of /** @type {const} */ ([
          ["Temporal", "Now"],
          ["Date", "now"],
          ["performance", "now"],
        ])) {
          const takes = node.id.properties.some((/** @type {any} */ each) => nameOf(each.key) === key);
          if (!takes || !isPlatform(context, node.init, object) || (object === "performance" && mayMeasure)) continue;
          report(node, `${object}.${key} is read only in src/lib/clock.ts. ${HAND_IN}.`);
        }
      },
      TaggedTemplateExpression(node) {
        if (place.zone !== "features" || place.isTest || nameOf(node.tag) !== "sql") return;
        if (
          node.quasi.quasis.some((each) =>
            /\b(?:now\(\)|(?:clock|statement|transaction)_timestamp\(\)|current_(?:date|time|timestamp)\b)/i.test(
              each.value.raw,
            ),
          )
        ) {
          report(
            node,
            `This SQL reads the database's clock, which is not ours. ${HAND_IN}, and give the query the Instant.`,
          );
        }
      },
      ImportDeclaration(node) {
        const source = node.source.value;
        if (/^(?:node:)?timers(?:\/|$)/.test(source) && !mayWaitForReal) reportWait(node);
        if (/^(?:node:)?perf_hooks$/.test(source) && !mayMeasure) {
          report(
            node,
            "A stopwatch is a clock too: measure in bench/, or subtract two clock.now() of src/lib/clock.ts.",
          );
        }
      },
    };
  },
};

/** @param {any} callee */
function isDateTimeFormat(callee) {
  return (
    callee?.type === "MemberExpression" &&
    nameOf(callee.object) === "Intl" &&
    nameOf(callee.property) === "DateTimeFormat"
  );
}

const OUTSIDE_GLOBALS = ["fetch", "WebSocket", "EventSource", "XMLHttpRequest", "process"];
const IMPURE_GLOBALS = ["console", "crypto", "setTimeout", "setInterval", "setImmediate", "queueMicrotask"];

/** Features and lib touch nothing outside: the part of this law that is about globals. */
export const outsideGlobals = {
  meta: { type: /** @type {const} */ ("problem"), docs: { description: "only adapters touch the outside" } },
  /**
   * @param {Context} context
   * @returns {import("./house.js").Visitor}
   */
  create(context) {
    const place = placeOf(context.filename);
    if (place === undefined || place.isTest || !["features", "lib"].includes(place.zone)) return {};
    const isPure = isRules(place) || (place.feature !== undefined && place.file === "texts.ts");
    const banned = isPure ? [...OUTSIDE_GLOBALS, ...IMPURE_GLOBALS] : OUTSIDE_GLOBALS;
    /** @param {any} node @param {string} name */
    const report = (node, name) => {
      const home = place.feature === undefined ? "src/lib/" : `src/features/${place.feature}/`;
      const message = isPure
        ? `Rules are pure, so ${place.file} cannot use ${name}. Let the use case do it and pass the result as an argument.`
        : name === "process"
          ? `${home} does not touch the process. A setting belongs in src/config.ts and is passed in; starting and stopping belong in src/main.ts and src/cli/.`
          : `${home} touches nothing outside, so ${name} does not belong in ${place.file}. Declare a port in ports.ts and write the request in src/adapters/<service>/.`;
      context.report({ node, message });
    };
    return {
      Identifier(node) {
        if (banned.includes(node.name) && isReference(node) && isGlobal(context, node)) report(node, node.name);
      },
      MemberExpression(node) {
        const property = nameOf(node.property);
        if (nameOf(node.object) === "globalThis" && banned.includes(property)) report(node, `globalThis.${property}`);
        if (isPure && property === "random" && isPlatform(context, node.object, "Math")) report(node, "Math.random");
      },
    };
  },
};

/**
 * False for `clock.fetch`, `{ fetch: … }` and declarations: names that only look like the global.
 * @param {any} node
 */
function isReference(node) {
  const parent = node.parent;
  if (parent.type === "MemberExpression") return parent.object === node || parent.computed;
  if (parent.type === "Property") return parent.value === node || parent.computed;
  return (
    !/^(?:TS|PropertyDefinition|MethodDefinition|Import|Export|LabeledStatement)/.test(parent.type) ||
    /^TS(?:As|NonNull|Satisfies)/.test(parent.type)
  );
}
