import { createServer, request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";

import { afterAll, beforeAll, expect, it } from "vitest";

import type { Ask } from "../excel/fetch-workbook.ts";
import { linkLooker } from "./look-at-link.ts";

/** Answers each path with the status that it names; `/cut` is cut off. */
const server = createServer((request, response) => {
  if (request.url === "/cut") request.socket.destroy();
  else response.writeHead(Number(request.url?.slice(1))).end("a page");
});
beforeAll(async () => await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready)));
afterAll(async () => await new Promise((closed) => server.close(closed)));

const here: Ask = (url, { headers }, hear) => {
  const { port } = server.address() as AddressInfo;
  return httpRequest({ host: "127.0.0.1", port, path: url.pathname, headers: headers ?? {} }, hear);
};

it("tells a link that answers from one that is dead and one that is silent", async () => {
  const look = linkLooker({ ask: here });
  const kinds = new Map<string, string>();
  for (const path of ["200", "302", "403", "404", "410", "503", "cut"]) {
    kinds.set(path, (await look(`https://meet.example/${path}`)).kind);
  }
  expect(Object.fromEntries(kinds)).toEqual({
    200: "answers",
    302: "answers",
    403: "answers",
    404: "dead",
    410: "dead",
    503: "silent",
    cut: "silent",
  });
});
