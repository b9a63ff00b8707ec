import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { writeDemoWorkbook } from "#simulators/demo-workbook.ts";

import { downloadOf, type Ask } from "./fetch-workbook.ts";
import { isPublicAddress } from "./public-address.ts";
import { workbookReader } from "./read-workbook.ts";
import { workbookTaker } from "./take-workbook.ts";

const folder = mkdtempSync(join(tmpdir(), "carillon-address-"));
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const seen: string[] = [];
const server = createServer((request, response) => {
  seen.push(`${request.url} ${request.headers["if-none-match"] ?? "-"}`);
  answer(request, response);
});
let bytes: Buffer;

beforeAll(async () => {
  await writeDemoWorkbook(join(folder, "demo.xlsx"), { seed: 1 });
  bytes = readFileSync(join(folder, "demo.xlsx"));
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
});
beforeEach(() => seen.splice(0));
afterAll(async () => {
  await new Promise((closed) => server.close(closed));
  rmSync(folder, { recursive: true, force: true });
});

/** Asks the server of this test instead of the open network, and keeps all else as it is. */
const here: Ask = (url, { headers }, hear) => {
  const { port } = server.address() as AddressInfo;
  const path = `/${url.hostname}${url.pathname}${url.search}`;
  return httpRequest({ host: "127.0.0.1", port, path, headers: headers ?? {} }, hear);
};
const read = workbookReader({ cacheFolder: join(folder, "cache"), ask: here });
const codeOf = async (address: string) => {
  const result = await read({ path: address });
  return result.ok ? result.value.fileName : result.failure.code;
};

describe("an https address", () => {
  it("is asked once for reading and annotating: the notes are on the cells of the version that was read", async () => {
    const versions = ["Mardi", "Samdi"].map((day) => Buffer.from(`Jour;Heure;Cours\n${day};18h;Anglais\n`));
    answer = (_, response) => void response.writeHead(200).end(versions.shift());
    const taken = await workbookTaker({ ask: here })({ path: "https://school.example/week.csv" });
    if (!taken.ok) throw new Error(taken.failure.what.en);
    const workbook = await taken.value.read();
    expect(workbook.ok && workbook.value.sheets[0]?.rows[1]?.[0]).toEqual({ kind: "text", text: "Mardi" });
    const notes = [{ sheet: "CSV", row: 1, column: 0, severity: "notice", comment: "x" }] as const;
    const to = join(folder, "week.xlsx");
    expect((await taken.value.annotate({ to, notes, list: { name: "Carillon", rows: [] } })).ok).toBe(true);
    const copy = await read({ path: to });
    expect(copy.ok && copy.value.sheets[0]?.rows[1]?.[0]).toEqual({ kind: "text", text: "Mardi" });
    expect(seen).toHaveLength(1);
  });

  it("gives a workbook; a second time it is sent only when it has changed", async () => {
    answer = ({ headers }, response) => {
      if (headers["if-none-match"] === '"1"') response.writeHead(304).end();
      else
        response
          .writeHead(200, { etag: '"1"', "content-disposition": "attachment; filename*=UTF-8''%C3%A9cole.xlsx" })
          .end(bytes);
    };
    expect(await codeOf("https://school.example/week.xlsx?key=1")).toBe("école.xlsx");
    expect(await codeOf("https://school.example/week.xlsx?key=1")).toBe("école.xlsx");
    expect(seen).toEqual(["/school.example/week.xlsx?key=1 -", '/school.example/week.xlsx?key=1 "1"']);
  });

  it("asks a Google Sheet for its workbook, and follows it where it is", async () => {
    answer = ({ url }, response) => {
      if (url?.startsWith("/docs.google.com") === true)
        response.writeHead(307, { location: "https://files.example/a.xlsx" }).end();
      else response.writeHead(200).end(bytes);
    };
    expect(await codeOf("https://docs.google.com/spreadsheets/d/1AbC-_9/edit?usp=sharing#gid=3")).toBe("a.xlsx");
    expect(seen).toEqual(["/docs.google.com/spreadsheets/d/1AbC-_9/export?format=xlsx -", "/files.example/a.xlsx -"]);
    const published = new URL("https://docs.google.com/spreadsheets/d/e/2PACX-1v/pubhtml");
    expect(downloadOf(published).href).toBe("https://docs.google.com/spreadsheets/d/e/2PACX-1v/pub?output=xlsx");
  });

  it.each<[string, string, (response: ServerResponse) => void]>([
    [
      "a page to sign in on",
      "workbook.not-shared",
      (response) => response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end("<html>"),
    ],
    ["an address that is gone", "workbook.not-shared", (response) => response.writeHead(404).end()],
    ["a server in trouble", "workbook.unreachable", (response) => response.writeHead(503).end()],
    [
      "an answer cut off",
      "workbook.unreachable",
      (response) => response.writeHead(200, { "content-length": "9999" }).end("PK", () => response.destroy()),
    ],
    [
      "a redirect into the machine",
      "workbook.address-refused",
      (response) => response.writeHead(302, { location: "https://127.0.0.1/x" }).end(),
    ],
    [
      "a redirect to an open line",
      "workbook.address-refused",
      (response) => response.writeHead(302, { location: "http://school.example/x" }).end(),
    ],
    [
      "redirects without end",
      "workbook.address-refused",
      (response) => response.writeHead(302, { location: "https://school.example/x" }).end(),
    ],
    [
      "more than a workbook may be",
      "workbook.too-big",
      (response) => response.writeHead(200).end(Buffer.alloc(31 * 1024 * 1024)),
    ],
  ])("tells %s", async (_, code, how) => {
    answer = (_request, response) => how(response);
    expect(await codeOf("https://school.example/x")).toBe(code);
  });

  it("refuses what is not https, and what lies inside a private network", async () => {
    for (const address of [
      "http://school.example/x",
      "https://10.0.0.7/x",
      "https://[::1]/x",
      "https://a:b@school.example/x",
    ]) {
      expect([address, await codeOf(address)]).toEqual([address, "workbook.address-refused"]);
    }
    expect(seen).toEqual([]);
    const inside = [
      "127.0.0.1",
      "169.254.169.254",
      "192.168.1.1",
      "100.64.0.1",
      "::1",
      "fe80::1%eth0",
      "fd00::1",
      "::ffff:10.0.0.1",
    ];
    expect(inside.filter(isPublicAddress)).toEqual([]);
    const open = ["142.250.1.1", "2a00:1450:4007::200e", "::ffff:8.8.8.8"];
    expect(open.filter(isPublicAddress)).toEqual(open);
  });
});
