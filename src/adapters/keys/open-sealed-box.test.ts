import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { newKey } from "#lib/sealed-box.ts";
import { Secret } from "#lib/secrets.ts";

import { openSealedBox } from "./open-sealed-box.ts";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "carillon-key-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function open(dataFolder: string, key?: string) {
  const opened = openSealedBox({ dataFolder, key: key === undefined ? undefined : new Secret(key) });
  if (!opened.ok) throw new Error(opened.failure.code);
  return opened.value;
}

test("the key is made once, for its owner only, and opens after a restart what was sealed before", () => {
  const dataFolder = join(folder(), "not", "yet");
  const sealed = open(dataFolder).seal(new Secret("token"), "zoom.token");
  const path = join(dataFolder, "secret.key");
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(open(dataFolder).open(sealed, "zoom.token")?.reveal()).toBe("token");
  const key = readFileSync(path, "utf8");
  chmodSync(path, 0o644);
  expect(open(dataFolder, key).open(sealed, "zoom.token")?.reveal()).toBe("token");
  open(dataFolder);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("a key of the environment needs no file; a wrong one is told without being shown", () => {
  const dataFolder = folder();
  open(dataFolder, newKey());
  expect(() => statSync(join(dataFolder, "secret.key"))).toThrow("ENOENT");
  const wrong = openSealedBox({ dataFolder, key: new Secret("my-password") });
  expect(wrong).toMatchObject({ ok: false, failure: { code: "secret-key.invalid" } });
  expect(JSON.stringify(wrong)).not.toContain("my-password");
  writeFileSync(join(dataFolder, "secret.key"), "torn");
  expect(openSealedBox({ dataFolder, key: undefined })).toMatchObject({ failure: { code: "secret-key.invalid" } });
});
