import { pythonLanguage } from "@codemirror/lang-python";
import type { SyntaxNode } from "@lezer/common";

/** A name that a scenario can use. */
export interface Word {
  readonly name: string;
  readonly kind: "class" | "function" | "variable" | "property" | "method";
  /** What it is, or what calling it gives, as the stub writes it. */
  readonly type: string;
  /** Its parameters, for what is called. */
  readonly parameters: string;
  /** What the stub says about it; empty when nothing. */
  readonly about: string;
}

/** A class of the stub. */
interface StubClass {
  readonly bases: readonly string[];
  readonly members: readonly Word[];
}

/** What the stub of a custom scenario declares. */
export interface Stub {
  readonly globals: readonly Word[];
  readonly classes: ReadonlyMap<string, StubClass>;
}

/** What writes into the run's log: the stub borrows its class from Python's own library. */
const logged = ["debug", "info", "warning", "error", "exception"].map((name): Word => ({
  name,
  kind: "method",
  type: "None",
  parameters: "(msg, *args)",
  about: "",
}));

/** Reads the names out of a Python stub (`.pyi`), by the grammar that the editor reads code with. */
export function readStub(text: string): Stub {
  const script = pythonLanguage.parser.parse(text).topNode;
  const classes = new Map<string, StubClass>();
  for (const node of childrenOf(script)) {
    if (node.name !== "ClassDefinition") continue;
    const bases = childrenOf(node.getChild("ArgList")).filter(({ name }) => name === "VariableName");
    classes.set(nameOf(node, text), {
      bases: bases.map((base) => textOf(base, text)),
      members: wordsIn(node.getChild("Body"), text, true),
    });
  }
  classes.set("logging.Logger", { bases: [], members: logged });
  return { globals: wordsIn(script, text, false), classes };
}

/** The members of a class and of those that it is made from; what Python keeps to itself is left out. */
export function membersOf(stub: Stub, className: string): readonly Word[] {
  const found = stub.classes.get(className);
  if (found === undefined) return [];
  const own = found.members.filter(({ name }) => !name.startsWith("_"));
  return [...own, ...found.bases.flatMap((base) => membersOf(stub, base))];
}

function wordsIn(body: SyntaxNode | null, text: string, isClass: boolean): readonly Word[] {
  const words = new Map<string, Word>();
  const statements = childrenOf(body);
  for (const [index, outer] of statements.entries()) {
    const node = outer.getChild("FunctionDefinition") ?? outer;
    const word = wordOf(node, text, isClass);
    if (word === undefined || (!isClass && /^_|^[A-Z]$/.test(word.name))) continue;
    const next = statements[index + 1];
    const below = node.name === "AssignStatement" ? next : node.getChild("Body")?.getChild("ExpressionStatement");
    const said = below?.name === "ExpressionStatement" ? below.getChild("String") : null;
    words.set(word.name, { ...word, about: said === null || said === undefined ? "" : saidIn(said, text) });
  }
  return [...words.values()];
}

function wordOf(node: SyntaxNode, text: string, isClass: boolean): Word | undefined {
  const name = nameOf(node, text);
  const type = node.getChild("TypeDef");
  const plain = { name, parameters: "", about: "" };
  if (node.name === "ClassDefinition") return { ...plain, kind: "class", type: name };
  if (node.name === "AssignStatement") {
    if (type === null) return undefined;
    return { ...plain, kind: isClass ? "property" : "variable", type: textOf(type, text).replace(/^:\s*/, "") };
  }
  if (node.name !== "FunctionDefinition") return undefined;
  const parameters = textOf(node.getChild("ParamList"), text)
    .replace(/\s+/g, " ")
    .replace(/^\( ?(?:self(?:, )?)?| ?\)$/g, "");
  return {
    ...plain,
    kind: isClass ? "method" : "function",
    type: textOf(type, text).replace(/^->\s*/, ""),
    parameters: `(${parameters})`,
  };
}

function saidIn(string: SyntaxNode, text: string): string {
  return textOf(string, text).replace(/^"""|"""$/g, "");
}

function nameOf(node: SyntaxNode, text: string): string {
  return textOf(node.getChild("VariableName"), text);
}

function textOf(node: SyntaxNode | null, text: string): string {
  return node === null ? "" : text.slice(node.from, node.to);
}

function childrenOf(node: SyntaxNode | null): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node?.firstChild ?? null; child !== null; child = child.nextSibling) children.push(child);
  return children;
}
