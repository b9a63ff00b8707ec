import type { SyntaxNode } from "@lezer/common";

import { membersOf, type Stub } from "./stub-words.ts";

/** What an expression is: a class itself, a thing of a type, or something that gives one when it is called. */
export interface Kind {
  readonly how: "class" | "thing" | "call";
  /** As the stub writes it: `Course`, `Query[Course]`, `list[Session]`. */
  readonly type: string;
}

/** How deep names are followed: code that is being written can name itself. */
const deepest = 12;

/** What an expression of a scenario is, as far as the stub and the lines above tell; `undefined` when they do not. */
export function kindOf(stub: Stub, node: SyntaxNode, code: string, depth = 0): Kind | undefined {
  if (depth > deepest) return undefined;
  const inner = (of: SyntaxNode | null) => (of === null ? undefined : kindOf(stub, of, code, depth + 1));
  switch (node.name) {
    case "ParenthesizedExpression":
      return inner(node.firstChild?.nextSibling ?? null);
    case "VariableName":
      return kindOfName(stub, node, code, depth);
    case "CallExpression": {
      const called = inner(node.firstChild);
      return called?.how === "class" || called?.how === "call" ? thing(called.type) : undefined;
    }
    case "MemberExpression": {
      const owner = inner(node.firstChild);
      if (owner === undefined) return undefined;
      const property = node.getChild("PropertyName");
      if (property !== null) return memberOf(stub, owner, code.slice(property.from, property.to));
      const element = elementOf(owner.type);
      return element === undefined ? undefined : thing(element);
    }
    default:
      return undefined;
  }
}

/** The class whose members can follow `.` after a thing of this kind. */
export function classOf({ type }: Kind): string {
  return type.replace(/\[.*$/, "");
}

/** What stands between the brackets of a type: `Course` of `Query[Course]`. */
export function insideOf(type: string): string | undefined {
  return /^\w+\[(.*)\]$/.exec(type)?.[1]?.replaceAll('"', "");
}

function memberOf(stub: Stub, owner: Kind, name: string): Kind | undefined {
  const found = membersOf(stub, classOf(owner)).find((one) => one.name === name);
  if (found === undefined) return undefined;
  const type = found.type
    .replace(/\s*\|\s*None$/, "")
    .replace(/^ClassVar\[(.*)\]$/, "$1")
    .replace(/^Self$/, owner.type)
    .replace(/\bM\b/, insideOf(owner.type) ?? "M");
  if (found.kind === "method") return { how: "call", type };
  const [, wrapper, inside = ""] = /^(Column|Relations?)\["?(.*?)"?\]$/.exec(type) ?? [];
  if (wrapper === undefined) return thing(type);
  if (owner.how === "class") return thing(`${wrapper === "Column" ? "ColumnOf" : "RelationOf"}[${inside}]`);
  return thing(wrapper === "Relations" ? `list[${inside}]` : inside);
}

function kindOfName(stub: Stub, node: SyntaxNode, code: string, depth: number): Kind | undefined {
  const name = code.slice(node.from, node.to);
  const local = lastGiven(node, name, code);
  if (local !== undefined) {
    const given = kindOf(stub, local.value, code, depth + 1);
    if (!local.isEach || given === undefined) return given;
    const element = elementOf(given.type);
    return element === undefined ? undefined : thing(element);
  }
  const word = stub.globals.find((one) => one.name === name);
  if (word === undefined) return undefined;
  const type = word.type.replace(/\s*\|\s*None$/, "");
  if (word.kind === "class") return { how: "class", type };
  return { how: word.kind === "function" ? "call" : "thing", type };
}

/** What a name was given last above a place: by `name = …`, or each of something by `for name in …`. */
function lastGiven(node: SyntaxNode, name: string, code: string) {
  let top = node;
  while (top.parent !== null) top = top.parent;
  let last: { readonly value: SyntaxNode; readonly isEach: boolean } | undefined;
  top.cursor().iterate((at) => {
    if (at.from >= node.from) return false;
    const isEach = at.name === "ForStatement";
    if (!isEach && at.name !== "AssignStatement") return undefined;
    const target = at.node.getChild("VariableName");
    const sign = target?.nextSibling ?? null;
    const value = sign?.nextSibling ?? null;
    if (target === null || value === null || code.slice(target.from, target.to) !== name) return undefined;
    // A line that gives the name by means of itself tells what it was before.
    if (sign?.name === (isEach ? "in" : "AssignOp") && (isEach ? value.to <= node.from : at.to <= node.from)) {
      last = { value, isEach };
    }
    return undefined;
  });
  return last;
}

function elementOf(type: string): string | undefined {
  return /^(?:list|Query|Iterator)\[/.test(type) ? insideOf(type) : undefined;
}

function thing(type: string): Kind {
  return { how: "thing", type };
}
