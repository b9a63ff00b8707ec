import type { Completion, CompletionContext, CompletionResult, CompletionSource } from "@codemirror/autocomplete";
import { ensureSyntaxTree, syntaxTree } from "@codemirror/language";
import type { SyntaxNode } from "@lezer/common";

import { classOf, insideOf, kindOf, type Kind } from "./stub-types.ts";
import { membersOf, readStub, type Stub, type Word } from "./stub-words.ts";

/** How long the code may take to be read before what is read already has to do, in milliseconds. */
const patience = 500;

/**
 * Completes the names of a custom scenario from its stub: what there is, what stands behind a dot (of a model, of a
 * row, of a query, of the bot, of what the lines above gave a name to), and the columns that `filter_by` takes.
 */
export function completeScenario(stubText: string): CompletionSource {
  const stub = readStub(stubText);
  return (context) => complete(stub, context);
}

function complete(stub: Stub, context: CompletionContext): CompletionResult | null {
  const { state, pos } = context;
  // On a busy machine the editor may not have read so far yet.
  const tree = ensureSyntaxTree(state, pos, patience) ?? syntaxTree(state);
  const code = state.doc.toString();
  const at = tree.resolveInner(pos, -1);
  if (/String|Comment|FormatReplacement/.test(at.name)) return null;
  const dotted = context.matchBefore(/\.\w*$/);
  if (dotted !== null) {
    const owner = ownerBefore(tree.resolveInner(dotted.from + 1, -1));
    const from = dotted.from + 1;
    if (owner !== null && code.slice(owner.from, owner.to) === "carillon") {
      return { from, options: stub.globals.map((one) => optionOf(one, one.type)), validFor: /^\w*$/ };
    }
    const kind = owner === null ? undefined : kindOf(stub, owner, code);
    if (kind === undefined) return null;
    return { from, options: optionsOf(stub, kind), validFor: /^\w*$/ };
  }
  const word = context.matchBefore(/\w+$/);
  if (word === null && !context.explicit) return null;
  const from = word?.from ?? pos;
  return {
    from,
    options: [...columnsFor(stub, at, code), ...stub.globals.map((one) => optionOf(one, one.type))],
    validFor: /^\w*$/,
  };
}

/** The expression before the dot. */
function ownerBefore(dot: SyntaxNode): SyntaxNode | null {
  const member = dot.name === "MemberExpression" ? dot : dot.parent;
  return member?.name === "MemberExpression" ? member.firstChild : null;
}

function optionsOf(stub: Stub, kind: Kind): readonly Completion[] {
  const members = membersOf(stub, classOf(kind));
  // `query` belongs to the model, not to its rows.
  const shown = kind.how === "class" ? members : members.filter(({ type }) => !type.startsWith("ClassVar["));
  return shown.map((one) => optionOf(one, one.type.replace(/^ClassVar\[(.*)\]$/, "$1").replace(/^Self$/, kind.type)));
}

/** `name=` for each column of what a call of `filter_by` asks. */
function columnsFor(stub: Stub, at: SyntaxNode, code: string): readonly Completion[] {
  const list = at.name === "ArgList" ? at : at.parent?.name === "ArgList" ? at.parent : null;
  const called = list?.parent?.firstChild;
  if (called?.name !== "MemberExpression" || called.lastChild === null) return [];
  if (code.slice(called.lastChild.from, called.lastChild.to) !== "filter_by") return [];
  const query = called.firstChild === null ? undefined : kindOf(stub, called.firstChild, code);
  const model = query === undefined ? undefined : insideOf(query.type);
  return membersOf(stub, model ?? "")
    .filter(({ type }) => type.startsWith("Column["))
    .map((one) => ({ ...optionOf(one, one.type), apply: `${one.name}=`, boost: 10 }));
}

function optionOf({ name, kind, parameters, about }: Word, type: string): Completion {
  const detail = kind === "class" ? "" : `${parameters}${parameters === "" ? ": " : " → "}${type.replaceAll('"', "")}`;
  return { label: name, type: kind, ...(detail === "" ? {} : { detail }), ...(about === "" ? {} : { info: about }) };
}
