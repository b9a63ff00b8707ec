import { Hono } from "hono";
import { afterEach, expect, test } from "vitest";
import { systemClock } from "#lib/clock.ts";
import { listen, type Listening } from "./http-server.ts";

const open: Listening[] = [];

async function start(options: { port?: number; latencyMs?: number } = {}): Promise<Listening> {
  const server = await listen(
    new Hono().get("/", (c) => c.text("here")),
    options,
  );
  open.push(server);
  return server;
}

afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

test("answers on its own free port of this machine, after the latency asked for", async () => {
  const server = await start({ latencyMs: 80 });
  expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
  const before = systemClock.now();
  expect(await (await fetch(server.url)).text()).toBe("here");
  expect(systemClock.now().since(before).total("milliseconds")).toBeGreaterThanOrEqual(79);
});

test("refuses and accepts again on the same port; a taken port is told; closing twice is harmless", async () => {
  const server = await start();
  await fetch(server.url);
  await server.refuse();
  await expect(fetch(server.url)).rejects.toMatchObject({ cause: { code: "ECONNREFUSED" } });
  await server.accept();
  await server.accept();
  expect((await fetch(server.url)).status).toBe(200);
  await expect(start({ port: server.port })).rejects.toMatchObject({ code: "EADDRINUSE" });
  await server.close();
  await server.close();
});

test("closing cuts requests that are still waiting", async () => {
  const app = new Hono().get("/", () => new Promise<Response>(() => {}));
  const server = await listen(app);
  const waiting = fetch(server.url).then(
    () => "answered",
    () => "cut",
  );
  await expect.poll(async () => await Promise.race([waiting, Promise.resolve("waiting")])).toBe("waiting");
  await server.close();
  expect(await waiting).toBe("cut");
});
