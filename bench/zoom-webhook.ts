// How fast webhooks are answered that are replayed, forged, late or unsigned: 99 of 100 are at least as fast.
import { openApp } from "#app";
import { readConfig } from "#config";
import { startHttpServer } from "#http/server.ts";
import { systemClock } from "#lib/clock.ts";
import { openLogger } from "#lib/logger.ts";
import { startZoomSimulator } from "#simulators/zoom/simulator.ts";

import { scratchFolder } from "../test/scratch.ts";
import { show, timed } from "./figure.ts";

const howMany = 200;
const secret = "bench-secret";
const scratch = await scratchFolder();
const logger = openLogger("silent");
const simulator = await startZoomSimulator({ clock: systemClock, plan: "pro", hosts: [{ email: "a@school.example" }] });
const config = readConfig({
  ZOOM_ACCOUNT_ID: simulator.credentials.accountId,
  ZOOM_CLIENT_ID: simulator.credentials.clientId,
  ZOOM_CLIENT_SECRET: simulator.credentials.clientSecret,
  ZOOM_API_BASE: simulator.apiBase,
  ZOOM_OAUTH_BASE: simulator.oauthBase,
  ZOOM_WEBHOOK_SECRET: secret,
  PORT: "0",
});
if (!config.ok) throw new Error(config.failure.what.en);
const app = await openApp({ config: config.value, dataFolder: scratch.path, logger, role: "engine" });
if (!app.ok) throw new Error(app.failure.what.en);
const server = await startHttpServer({ app: app.value, version: "bench", logger });
if (!server.ok) throw new Error(server.failure.what.en);
try {
  const { webhooks } = simulator.controls;
  const url = `${server.value.address}/webhooks/zoom`;
  const body = JSON.stringify({
    event: "meeting.participant_joined",
    event_ts: systemClock.now().epochMilliseconds,
    payload: { object: { id: "1", uuid: "u", participant: { user_id: "1", user_name: "A", email: "" } } },
  });
  const good = webhooks.signed(secret, body);
  const old = webhooks.signed(secret, body, systemClock.now().subtract({ minutes: 10 }));
  const kinds = {
    replayed: [good, 200],
    forged: [webhooks.signed("another", body), 401],
    late: [old, 401],
    unsigned: [{ "content-type": "application/json" }, 401],
  } as const;
  await fetch(url, { method: "POST", headers: good, body });
  for (const [kind, [headers, expected]] of Object.entries(kinds)) {
    const times: number[] = [];
    for (let n = 0; n < howMany; n += 1) {
      const { ms, value } = await timed(async () => {
        const response = await fetch(url, { method: "POST", headers, body });
        await response.arrayBuffer();
        return response.status;
      });
      if (value !== expected) throw new Error(`${kind} was answered ${value}`);
      times.push(ms);
    }
    const ours = times.toSorted((a, b) => a - b)[Math.floor(howMany * 0.99) - 1] ?? Number.NaN;
    show({
      name: `${kind === "unsigned" ? "an" : "a"} ${kind} webhook, 99 of 100`,
      ours,
      unit: "ms",
      limit: { of: "value", atMost: 100 },
    });
  }
} finally {
  await server.value.close();
  await app.value.close();
  await simulator.close();
  scratch.remove();
}
