import { existsSync, readFileSync } from "node:fs";
import { Ajv, type ValidateFunction } from "ajv";

/** Where the specification lies: beside the checkout, never inside it. */
const specFile = new URL("../../../../shared/specs/telegram-bot-api.json", import.meta.url);

interface Field {
  readonly name: string;
  readonly types: readonly string[];
  readonly required: boolean;
  readonly description: string;
}

interface SpecType {
  readonly fields?: readonly Field[];
  readonly subtypes?: readonly string[];
}

interface SpecMethod {
  readonly fields?: readonly Field[];
  readonly returns: readonly string[];
}

interface Spec {
  readonly version: string;
  readonly methods: Readonly<Record<string, SpecMethod>>;
  readonly types: Readonly<Record<string, SpecType>>;
}

type Schema = Readonly<Record<string, unknown>>;

/** Checks of requests and answers against the published Bot API. */
export interface BotApiSpec {
  readonly version: string;
  /** What is wrong with a JSON request; empty when nothing is. */
  requestProblems(method: string, request: unknown): readonly string[];
  /** What is wrong with an answer, good or bad; empty when nothing is. */
  answerProblems(method: string, answer: unknown): readonly string[];
  /** What is wrong with a value of a named type, such as `Update`. */
  typeProblems(type: string, value: unknown): readonly string[];
}

/** Reads the specification; `undefined` where the folder `../shared/specs` is not beside the checkout. */
export function openBotApiSpec(): BotApiSpec | undefined {
  if (!existsSync(specFile)) return undefined;
  const spec = JSON.parse(readFileSync(specFile, "utf8")) as Spec;
  const ajv = new Ajv({ allErrors: true, strictRequired: false, allowUnionTypes: true });
  const $defs = Object.fromEntries(Object.entries(spec.types).map(([name, type]) => [name, typeSchema(type)]));
  ajv.addSchema({ $id: "bot-api", $defs });

  const compiled = new Map<string, ValidateFunction>();
  const check = (key: string, schema: () => Schema, value: unknown): readonly string[] => {
    const validate = compiled.get(key) ?? ajv.compile(schema());
    compiled.set(key, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      (error) => `${error.instancePath} ${error.message ?? ""} ${JSON.stringify(error.params)}`,
    );
  };
  const methodNamed = (name: string): SpecMethod => {
    const method = spec.methods[name];
    if (method === undefined) throw new Error(`The specification has no method ${name}.`);
    return method;
  };
  return {
    version: spec.version,
    requestProblems: (method, request) =>
      check(`request ${method}`, () => fieldsSchema(methodNamed(method).fields ?? []), request),
    answerProblems: (method, answer) => check(`answer ${method}`, () => answerSchema(methodNamed(method)), answer),
    typeProblems: (type, value) => check(`type ${type}`, () => reference(type), value),
  };
}

function typeSchema(type: SpecType): Schema {
  if (type.subtypes !== undefined) return { anyOf: type.subtypes.map(reference) };
  return fieldsSchema(type.fields ?? []);
}

/** Unknown fields are refused: a field that Telegram does not know is a mistyped one. */
function fieldsSchema(fields: readonly Field[]): Schema {
  return {
    type: "object",
    properties: Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field)])),
    required: fields.filter((field) => field.required).map((field) => field.name),
    additionalProperties: false,
  };
}

function fieldSchema(field: Field): Schema {
  // What tells the subtypes of a union apart stands only in the description: "status … always “kicked”".
  const always = /, always [“"](\w+)[”"]/.exec(field.description)?.[1];
  if (always !== undefined) return { const: always };
  return field.types.length === 1 ? reference(field.types[0] ?? "") : { anyOf: field.types.map(reference) };
}

function reference(type: string): Schema {
  const item = /^Array of (.+)$/.exec(type)?.[1];
  if (item !== undefined) return { type: "array", items: reference(item) };
  const simple: Readonly<Record<string, string>> = {
    Integer: "integer",
    Float: "number",
    String: "string",
    Boolean: "boolean",
  };
  return simple[type] === undefined ? { $ref: `bot-api#/$defs/${type}` } : { type: simple[type] };
}

/** A yes with its result, or a no with its reason, and nothing else. */
function answerSchema(method: SpecMethod): Schema {
  const description = { type: "string" };
  const yes = {
    type: "object",
    properties: { ok: { const: true }, description, result: { anyOf: method.returns.map(reference) } },
    required: ["ok", "result"],
    additionalProperties: false,
  };
  const no = {
    type: "object",
    properties: {
      ok: { const: false },
      description,
      error_code: { type: "integer" },
      parameters: reference("ResponseParameters"),
    },
    required: ["ok", "description", "error_code"],
    additionalProperties: false,
  };
  return { anyOf: [yes, no] };
}
