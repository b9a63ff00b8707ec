import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, it } from "vitest";

import { openLogger } from "#lib/logger.ts";

import { sweepDemoFolder } from "./demo-folder.ts";
import { openDemoRoom } from "./demo-room.ts";

let parent: string;
let folder: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "carillon-demo-room-"));
  folder = join(parent, "page-demo");
  mkdirSync(folder);
  writeFileSync(join(folder, "carillon-demo.txt"), "");
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

it("what an earlier demo left and cannot be emptied keeps nobody from a start, and goes with the next demo", async () => {
  // Where the database lies is told by a file; as a folder it cannot be read, so there is nothing to open and empty.
  mkdirSync(join(folder, "database-location.txt"));
  await sweepDemoFolder(folder, openLogger("silent"));
  expect(existsSync(folder)).toBe(true);
  const room = openDemoRoom({ folder, logger: openLogger("silent") });
  expect(room.state()).toEqual({ kind: "none" });
  await room.close();
  expect(existsSync(folder)).toBe(false);
});
