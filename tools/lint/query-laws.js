// @ts-check
// A law about queries: what holds for ten values must hold for a hundred thousand.
import { nameOf } from "./house.js";

/** PostgreSQL takes 65,535 parameters in a statement, and a list spread into `inArray` is one for each value. */
export const manyValues = {
  meta: { type: /** @type {const} */ ("problem"), docs: { description: "a list of values is one parameter" } },
  /**
   * @param {import("./house.js").Context} context
   * @returns {import("./house.js").Visitor}
   */
  create(context) {
    return {
      CallExpression(node) {
        if (nameOf(node.callee) !== "inArray") return;
        const values = /** @type {any} */ (node.arguments[1]);
        if (values?.type !== "ArrayExpression") return;
        const isSpread = values.elements.some((/** @type {any} */ each) => each?.type === "SpreadElement");
        if (!isSpread) return;
        context.report({
          node,
          message:
            "A statement takes 65,535 parameters, and here each value is one. Use isOneOf(column, values) of src/database/many.ts: one parameter, however many there are.",
        });
      },
    };
  },
};
