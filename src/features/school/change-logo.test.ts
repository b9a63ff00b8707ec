import { expect, it } from "vitest";

import { cloneDatabase } from "../../../test/database.ts";
import { changeLogo } from "./change-logo.ts";
import { logoBytes } from "./logo-rules.ts";
import { listStoredSettings } from "./settings-store.ts";

/** The start of an image, a table, then the frame's header of a picture of 300 by 200 pixels. */
const jpeg = Buffer.from("ffd8ffdb00040102ffc0000b0800c8012c01011100", "hex");

it("a file that is too heavy for a logo is refused unread; a picture is kept", async () => {
  const database = await cloneDatabase();
  const { db } = database;
  const wish = { db, now: Temporal.Instant.from("2026-01-12T10:00:00Z"), by: "test", isFixed: false };
  const heavy = { size: logoBytes + 1, arrayBuffer: async () => await Promise.reject(new Error("it was read")) };
  expect(await changeLogo({ ...wish, picture: heavy })).toMatchObject({ failure: { code: "logo.too-big" } });
  expect(await listStoredSettings(db)).toEqual([]);

  expect(await changeLogo({ ...wish, picture: new Blob([jpeg]) })).toEqual({ ok: true, value: undefined });
  expect(await listStoredSettings(db)).toMatchObject([{ name: "CARILLON_LOGO" }]);
  await database.close();
});
