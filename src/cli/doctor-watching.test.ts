import { expect, test } from "vitest";

import { readConfig } from "#config";

import { judgeWatch, type UnitState } from "./doctor-watching.ts";

const telegram = { TELEGRAM_BOT_TOKEN: `42:${"a".repeat(35)}` };
const admin = { ...telegram, TELEGRAM_ADMIN_CHAT_ID: "5000000042" };
const heartbeat = { CARILLON_HEARTBEAT_URL: "https://beats.example/carillon" };

test.each<[Readonly<Record<string, string>>, UnitState, string, string]>([
  [admin, "running", "ok", "carillon-watch.service"],
  [admin, "unknown", "ok", "carillon-watch.service"],
  [{ ...admin, ...heartbeat }, "running", "ok", "carillon-watch.service, CARILLON_HEARTBEAT_URL"],
  [heartbeat, "not enabled", "ok", "CARILLON_HEARTBEAT_URL"],
  [admin, "not enabled", "warning", "nobody is told when Carillon itself stops"],
  [admin, "not running", "warning", "carillon-watch.service is enabled, but does not run"],
  [{ ...admin, ...heartbeat }, "not running", "warning", "carillon-watch.service is enabled, but does not run"],
  [telegram, "running", "warning", "carillon-watch.service is enabled, but would not know whom to tell"],
  [{}, "not running", "warning", "carillon-watch.service is enabled, but would not know whom to tell"],
])("with %o and a watch that is %s the doctor finds it %s: %s", (environment, unit, state, found) => {
  const config = readConfig(environment);
  if (!config.ok) throw new Error(config.failure.what.en);
  expect(judgeWatch(config.value, unit)).toMatchObject({ state, found: { en: found } });
});
