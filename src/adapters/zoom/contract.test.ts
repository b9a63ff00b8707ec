import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import addFormatsModule from "ajv-formats";
import { beforeAll, describe, expect, test } from "vitest";

import type { Exchange } from "#simulators/zoom/api.ts";
import { allScopes } from "#simulators/zoom/oauth.ts";
import { done, draft, firstHost, zoomAtHandWith } from "#simulators/zoom/zoom-at-hand.ts";
import { openZoom } from "./open-zoom.ts";
import { tokensInMemory } from "./token.ts";

const zoomAtHand = zoomAtHandWith(openZoom, tokensInMemory);

const specs = join(import.meta.dirname, "../../../../shared/specs");
const files = [join(specs, "zoom-meetings-openapi.patched.json"), join(specs, "zoom-users-openapi.json")];
const present = files.every((file) => existsSync(file));
if (!present) console.warn(`Skipped: Zoom's specifications are not at ${specs}`);

interface Schema {
  readonly [keyword: string]: unknown;
}
interface Parameter {
  readonly name: string;
  readonly in: "path" | "query";
  readonly required?: boolean;
  readonly schema: Schema;
}
interface Content {
  readonly content?: { readonly "application/json"?: { readonly schema: Schema } };
}
interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>;
}
type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

/** Answers that any endpoint may give though not every one declares them. */
const everywhere = new Set([400, 401, 403, 404, 429]);

// Values of the query are text: `coerceTypes` reads "300" as the integer that it stands for.
const forText = new Ajv({ strict: false, coerceTypes: true, allErrors: true });
const forJson = new Ajv({ strict: false, allErrors: true });
const addFormats = addFormatsModule.default;
addFormats(forText);
addFormats(forJson);

/** Tells every way in which an exchange departs from the specification. */
function departures(exchange: Exchange, paths: Paths): readonly string[] {
  const { template = "", method, status } = exchange;
  const operation = paths[template]?.[method.toLowerCase()];
  if (operation === undefined) return [`${method} ${template} is in no specification`];
  return [
    ...parameterDepartures(exchange, operation.parameters ?? []),
    ...bodyDepartures(
      "request",
      operation.requestBody,
      exchange.request === "" ? undefined : JSON.parse(exchange.request),
    ),
    ...(status < 400 ? answerDepartures(exchange, operation) : refusalDepartures(exchange, operation)),
  ];
}

function parameterDepartures(exchange: Exchange, parameters: readonly Parameter[]): readonly string[] {
  const wrong: string[] = [];
  const known = new Map(parameters.filter((one) => one.in === "query").map((one) => [one.name, one.schema]));
  for (const [name, value] of Object.entries(exchange.query)) {
    const schema = known.get(name);
    if (schema === undefined) wrong.push(`query ${name} is unknown`);
    else wrong.push(...complaints(`query ${name}`, forText.compile({ properties: { value: schema } }), { value }));
  }
  for (const parameter of parameters.filter((one) => one.in === "path")) {
    const check = forText.compile({ properties: { value: parameter.schema } });
    wrong.push(...complaints(`path ${parameter.name}`, check, { value: exchange.id }));
  }
  return wrong;
}

function answerDepartures(exchange: Exchange, operation: Operation): readonly string[] {
  const declared = operation.responses[String(exchange.status)];
  if (declared === undefined) return [`status ${exchange.status} is not declared`];
  return bodyDepartures("answer", declared, exchange.answer);
}

function refusalDepartures(exchange: Exchange, operation: Operation): readonly string[] {
  const isKnown = String(exchange.status) in operation.responses || everywhere.has(exchange.status);
  const check = forJson.compile({
    type: "object",
    required: ["code", "message"],
    properties: { code: { type: "integer" }, message: { type: "string" } },
  });
  return [
    ...(isKnown ? [] : [`status ${exchange.status} is not declared`]),
    ...complaints("refusal", check, exchange.answer),
  ];
}

function bodyDepartures(what: string, declared: Content | undefined, body: unknown): readonly string[] {
  const schema = declared?.content?.["application/json"]?.schema;
  if (schema === undefined) return body === undefined ? [] : [`${what} has a body that is not declared`];
  if (body === undefined) return [`${what} has no body`];
  return complaints(what, forJson.compile(closed(schema)), body);
}

function complaints(what: string, check: ValidateFunction, value: unknown): readonly string[] {
  if (check(value)) return [];
  return (check.errors ?? []).map(
    (error) => `${what}${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`,
  );
}

/** The schema with `allOf` merged and no room for fields that it does not name. */
function closed(schema: Schema): Schema {
  const parts = Array.isArray(schema["allOf"]) ? (schema["allOf"] as Schema[]).map(closed) : [];
  const merged = [...parts, schema].reduce<Record<string, unknown>>(
    (all, part) => ({
      ...all,
      ...part,
      properties: { ...objectIn(all["properties"]), ...objectIn(part["properties"]) },
    }),
    {},
  );
  delete merged["allOf"];
  const properties = objectIn(merged["properties"]);
  if (Object.keys(properties).length === 0) delete merged["properties"];
  else {
    merged["properties"] = Object.fromEntries(
      Object.entries(properties).map(([name, one]) => [name, closed(one as Schema)]),
    );
    merged["additionalProperties"] = false;
  }
  if (merged["items"] !== undefined) merged["items"] = closed(merged["items"] as Schema);
  return merged;
}

function objectIn(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

describe.skipIf(!present)("against Zoom's published OpenAPI files", () => {
  let paths: Paths = {};
  let seen: Exchange[] = [];

  beforeAll(() => {
    paths = Object.assign(
      {},
      ...files.map((file) => (JSON.parse(readFileSync(file, "utf8")) as { paths: Paths }).paths),
    );
  });

  /** A week of the school: every call of the port, with its refusals. */
  async function week(): Promise<readonly Exchange[]> {
    seen = [];
    const { zoom, simulator, clock } = await zoomAtHand({ onExchange: (exchange) => seen.push(exchange) });
    const { live, pages, limits } = simulator.controls;
    const host = await firstHost(zoom);
    done(await zoom.check());
    const { id } = done(await zoom.createMeeting(host.id, draft()));
    done(await zoom.createMeeting(host.id, draft({ key: "other", agenda: "x".repeat(3_000), topic: "y".repeat(300) })));
    pages.largest = 1;
    done(await zoom.listMeetings(host.id));
    done(await zoom.updateMeeting(id, draft({ durationMinutes: 45 })));
    clock.advance({ hours: 30 });
    live.start(id);
    live.join({ meetingId: id, name: "Fatou" });
    done(await zoom.readMeeting(id));
    live.end(id, clock.now().add({ minutes: 50 }));
    clock.advance({ minutes: 53 });
    done(await zoom.listStays(id));
    clock.advance({ minutes: 53 });
    expect(done(await zoom.listStays(id))).toHaveLength(2);
    done(await zoom.deleteMeeting(id));
    done(await zoom.deleteMeeting(id));
    const soon = clock.now().add({ hours: 24 });
    const weekly = draft({
      key: "room",
      startsAt: soon,
      timeZone: "Europe/Paris",
      weekly: { weekdays: [1, 3], dates: 6 },
    });
    const room = done(await zoom.createMeeting(host.id, weekly));
    const [first, second] = room.occurrences;
    done(await zoom.updateMeeting(room.id, draft({ key: "room", startsAt: soon, durationMinutes: 50 }), first?.id));
    done(await zoom.deleteMeeting(room.id, second?.id));
    done(await zoom.updateMeeting(room.id, weekly));
    const { id: held } = done(await zoom.createMeeting(host.id, draft({ key: "held", startsAt: soon })));
    clock.advance({ hours: 24 });
    live.start(held);
    live.join({ meetingId: held, name: "Ama" });
    clock.advance({ minutes: 30 });
    live.end(held);
    clock.advance({ hours: 3 });
    simulator.controls.oauth.scopes = allScopes.filter((scope) => !scope.includes("past_participants"));
    simulator.controls.oauth.endAllTokens();
    expect(done(await zoom.listStays(held))).toHaveLength(2);
    simulator.controls.oauth.scopes = allScopes;
    simulator.controls.oauth.endAllTokens();
    await zoom.createMeeting("nobody", draft());
    limits.shape = "date";
    simulator.faults.next(1, "429 with a date");
    await zoom.listHosts();
    return seen.filter((exchange) => exchange.template !== undefined);
  }

  test("every request of the client and every answer of the simulator is as specified", async () => {
    const exchanges = await week();
    const told = exchanges.flatMap((exchange) =>
      departures(exchange, paths).map((wrong) => `${exchange.method} ${exchange.template}: ${wrong}`),
    );
    expect(told).toEqual([]);
    expect([...new Set(exchanges.map((exchange) => `${exchange.method} ${exchange.template}`))].toSorted()).toEqual([
      "DELETE /meetings/{meetingId}",
      "GET /meetings/{meetingId}",
      "GET /past_meetings/{meetingId}/instances",
      "GET /past_meetings/{meetingId}/participants",
      "GET /report/meetings/{meetingId}/participants",
      "GET /users",
      "GET /users/{userId}/meetings",
      "PATCH /meetings/{meetingId}",
      "POST /users/{userId}/meetings",
    ]);
    expect(new Set(exchanges.map((exchange) => exchange.status))).toEqual(new Set([200, 201, 204, 400, 401, 404, 429]));
  });

  test("the check fails where it should", async () => {
    const exchanges = await week();
    const creation = exchanges.find((exchange) => exchange.status === 201);
    const list = exchanges.find(
      (exchange) => exchange.template === "/users/{userId}/meetings" && exchange.method === "GET",
    );
    if (creation === undefined || list === undefined) throw new Error("the week had no creation or no list");
    const body = JSON.parse(creation.request) as object;
    const answer = creation.answer as object;
    const asked = (changes: object) =>
      departures({ ...creation, request: JSON.stringify({ ...body, ...changes }) }, paths);
    const answered = (changes: object) => departures({ ...creation, answer: { ...answer, ...changes } }, paths);

    expect(asked({})).toEqual([]);
    expect(asked({ start_time: "2026-03-02 18:00" })).toHaveLength(1);
    expect(asked({ duration: "60" })).toHaveLength(1);
    expect(asked({ topic: "y".repeat(201) })).toHaveLength(1);
    expect(asked({ settings: { join_before_hosts: true } })).toHaveLength(1);
    expect(answered({ id: "81234567890" })).toHaveLength(1);
    expect(answered({ start_time: "tomorrow" })).toHaveLength(1);
    expect(answered({ passcode: "abc" })).toHaveLength(1);
    expect(departures({ ...list, query: { ...list.query, page_size: "301" } }, paths)).toHaveLength(1);
    expect(departures({ ...list, query: { ...list.query, type: "coming" } }, paths)).toHaveLength(1);
    expect(departures({ ...list, query: { ...list.query, pages: "2" } }, paths)).toHaveLength(1);
    expect(departures({ ...creation, status: 200 }, paths)).toHaveLength(1);
    expect(departures({ ...creation, status: 404, answer: { error: "no" } }, paths)).toHaveLength(2);
    expect(departures({ ...creation, template: "/users/{userId}/meeting" }, paths)).toHaveLength(1);
  });
});
