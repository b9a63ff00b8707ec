import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, it, onTestFinished } from "vitest";

import { inChild } from "./in-child.ts";

it("denies the child that parses every file, writing, network, process, thread and the environment", async () => {
  const folder = mkdtempSync(join(tmpdir(), "carillon-walls-"));
  const server = createServer((socket) => void socket.destroy());
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  onTestFinished(async () => {
    await new Promise((closed) => server.close(closed));
    rmSync(folder, { recursive: true, force: true });
  });
  const [planted, marker] = [join(folder, "planted"), join(folder, "marker")];
  writeFileSync(planted, "secret");
  const { port } = server.address() as AddressInfo;
  const program = new URL("../../../test/attacks/workbook-probe.js", import.meta.url);
  const bytes = Buffer.from(JSON.stringify({ planted, marker, port }));
  const answer = await inChild({ program, kind: "text", bytes, place: "probe" });
  if (!answer.ok) throw new Error(answer.failure.cause);
  expect(JSON.parse(answer.value.toString("utf8"))).toEqual({
    "read a file": "refused",
    "read /etc/passwd": "refused",
    "list a folder": "refused",
    "write a file": "refused",
    "start a process": "refused",
    "start a thread": "refused",
    "make code from text": "refused",
    connect: "refused",
    environment: "",
  });
  expect(existsSync(marker)).toBe(false);
});

it("a reader that the system ends for want of memory is told as that, not as a bad workbook", async (context) => {
  const children = `/proc/self/task/${process.pid}/children`;
  context.skip(!existsSync(children), "this system does not tell who the children are");
  const listed = () => readFileSync(children, "utf8").trim().split(" ").filter(Boolean).map(Number);
  const before = listed();
  const program = new URL("../../../test/attacks/workbook-probe.js", import.meta.url);
  const answer = inChild({ program, kind: "text", bytes: Buffer.from("{}"), place: "week.xlsx" });
  for (const pid of listed().filter((one) => !before.includes(one))) process.kill(pid, "SIGKILL");
  expect(await answer).toMatchObject({ ok: false, failure: { code: "workbook.no-memory", place: "week.xlsx" } });
});
