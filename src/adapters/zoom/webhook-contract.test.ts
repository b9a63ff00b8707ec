import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import { Ajv } from "ajv";
import addFormatsModule from "ajv-formats";
import { describe, expect, onTestFinished, test } from "vitest";

import { Secret } from "#lib/secrets.ts";
import type { HandClock } from "#simulators/zoom/hand-clock.ts";
import { done, draft, firstHost, zoomAtHandWith } from "#simulators/zoom/zoom-at-hand.ts";

import { openZoom } from "./open-zoom.ts";
import { webhookReader } from "./read-webhook.ts";
import { tokensInMemory } from "./token.ts";

const zoomAtHand = zoomAtHandWith(openZoom, tokensInMemory);
const file = join(import.meta.dirname, "../../../../shared/specs/zoom-meetings-webhooks.json");
const webhookSecret = "webhook-s3cret";
const present = existsSync(file);
if (!present) console.warn(`Skipped: Zoom's specification of webhooks is not at ${file}`);

interface Specification {
  readonly webhooks: Readonly<
    Record<string, { readonly post: { readonly requestBody: { readonly content: Readonly<Record<string, Content>> } } }>
  >;
}
interface Content {
  readonly schema: object;
}

// Zoom sends guests an empty address, and says so; its own schema would refuse it.
const forJson = new Ajv({ strict: false, allErrors: true });
addFormatsModule.default(forJson);
const email = forJson.formats["email"];
forJson.addFormat("email", (value: string) => value === "" || (email instanceof RegExp && email.test(value)));

/** Tells every way in which an event departs from the specification. */
function departures(body: string, { webhooks }: Specification): readonly string[] {
  const event = JSON.parse(body) as { readonly event: string };
  const schema = webhooks[event.event]?.post.requestBody.content["application/json"]?.schema;
  if (schema === undefined) return [`${event.event} is no event of Zoom`];
  const check = forJson.compile(closed(schema));
  if (check(event as unknown)) return [];
  return (check.errors ?? []).map((error) => `${event.event} ${error.instancePath} ${error.message}`);
}

/** The schema with no room for fields that it does not name, and without the references that lead nowhere. */
function closed(schema: object): object {
  const written = JSON.stringify(schema, (name, value: unknown) => {
    if (name === "additionalProperties" && value === true) return false;
    return typeof value === "object" && value !== null && "$ref" in value ? {} : value;
  });
  return JSON.parse(written) as object;
}

/** Events as they arrive at an address that proves itself. */
async function listening(clock: HandClock): Promise<{ readonly url: string; readonly bodies: string[] }> {
  const read = webhookReader(new Secret(webhookSecret));
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    void text(request).then((rawBody) => {
      const heard = read({
        rawBody,
        signature: String(request.headers["x-zm-signature"]),
        timestamp: String(request.headers["x-zm-request-timestamp"]),
        now: clock.now(),
      });
      if (heard.kind === "validation") return response.end(JSON.stringify(heard.answer));
      expect(heard.kind).toBe("told");
      bodies.push(rawBody);
      return response.end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies };
}

/** A lesson with guests and a changed mind: every kind of event that the simulator sends. */
async function lessonWithEvents(): Promise<readonly string[]> {
  const { zoom, simulator, clock } = await zoomAtHand();
  const { live, byHand, webhooks } = simulator.controls;
  const { url, bodies } = await listening(clock);
  expect(await webhooks.subscribe({ url, secret: webhookSecret })).toBe(true);
  const host = await firstHost(zoom);
  const startsAt = clock.now().add({ hours: 24 });
  const { id } = done(await zoom.createMeeting(host.id, draft({ startsAt })));
  byHand.change(id, { topic: "Maths", startsAt: startsAt.add({ minutes: 30 }), durationMinutes: 45 });
  clock.advance({ hours: 24 });
  live.start(id);
  const guest = live.join({ meetingId: id, name: "Fatou" });
  clock.advance({ minutes: 10 });
  live.leave(guest);
  live.end(id);
  byHand.delete(id);
  const weekly = { weekdays: [1, 3], dates: 6 };
  const room = done(
    await zoom.createMeeting(host.id, draft({ key: "room", startsAt, timeZone: "Europe/Paris", weekly })),
  );
  byHand.change(room.id, { durationMinutes: 30 }, 1);
  byHand.delete(room.id, 0);
  await webhooks.deliver();
  return bodies;
}

describe.skipIf(!present)("events against Zoom's published specification of webhooks", () => {
  const specification = () => JSON.parse(readFileSync(file, "utf8")) as Specification;

  test("every event of the simulator is as specified, and is understood", async () => {
    const bodies = await lessonWithEvents();
    expect(bodies.flatMap((body) => departures(body, specification()))).toEqual([]);
    expect(new Set(bodies.map((body) => (JSON.parse(body) as { event: string }).event))).toEqual(
      new Set([
        "meeting.updated",
        "meeting.started",
        "meeting.participant_joined",
        "meeting.participant_left",
        "meeting.ended",
        "meeting.deleted",
      ]),
    );
  });

  test("the check fails where it should", async () => {
    const joined = (await lessonWithEvents()).find((body) => body.includes("participant_joined")) ?? "";
    expect(departures(joined, specification())).toEqual([]);
    for (const [from, to] of [
      ['"user_name"', '"username"'],
      ['"join_time":"', '"join_time":"on '],
      ['"duration":', '"duration":"long","minutes":'],
      ["meeting.participant_joined", "meeting.participant_came"],
    ] as const) {
      expect(departures(joined.replace(from, to), specification())).not.toEqual([]);
    }
  });
});
