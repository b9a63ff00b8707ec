import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { botClient, pngOf, type Call } from "./bot-client.ts";
import { movableClock, type MovableClock } from "./movable-clock.ts";
import { startTelegramSimulator, type TelegramSimulator } from "./simulator.ts";

const token = "7001234567:AAH-simulated_token_of_the_school";
const group = "-1001007919111";
const hour = 3_600_000;

let clock: MovableClock;
let telegram: TelegramSimulator;
let call: Call;

beforeEach(async () => {
  clock = movableClock("2026-03-02T07:00:00Z");
  telegram = await startTelegramSimulator({ clock, token });
  telegram.world.addGroup({ chatId: group, title: "Français A1" });
  call = botClient(telegram.url, token);
});

afterEach(() => telegram.close());

const sendText = (text: string, more: object = {}) =>
  call("sendMessage", { chat_id: group, text, parse_mode: "HTML", ...more });

const edit = (text: string, messageId = 1) =>
  call("editMessageText", { chat_id: group, message_id: messageId, text, parse_mode: "HTML" });

const remove = (messageId: number) => call("deleteMessage", { chat_id: group, message_id: messageId });

interface Photo {
  readonly photo: readonly { readonly file_id: string }[];
}

/** The file as a part of its own that the parameter points to, or the id of an earlier photo. */
function sendPhoto(photo: Blob | string, caption = "") {
  const form = new FormData();
  form.set("chat_id", group);
  form.set("caption", caption);
  if (typeof photo === "string") form.set("photo", photo);
  else {
    form.set("photo", "attach://card");
    form.set("card", photo, "classement.png");
  }
  return call<Photo>("sendPhoto", form);
}

describe("the door", () => {
  test("a wrong token gets 401, what cannot be a token 404, an unknown method 404", async () => {
    expect((await botClient(telegram.url, "7001234567:AAwrong")("getMe")).body).toEqual({
      ok: false,
      error_code: 401,
      description: "Unauthorized",
    });
    expect((await botClient(telegram.url, "nothing")("getMe")).body).toEqual({
      ok: false,
      error_code: 404,
      description: "Not Found",
    });
    expect((await call("sendMassage")).body).toMatchObject({
      error_code: 404,
      description: "Not Found: method not found",
    });
    expect((await call("GETME")).body.result).toMatchObject({ id: 7001234567, is_bot: true, username: "carillon_bot" });
  });

  test("parameters come from the address, a form or JSON, and ids stay exact", async () => {
    const byAddress = await fetch(`${telegram.url}/bot${token}/sendMessage?chat_id=${group}&text=un`);
    const byForm = await fetch(`${telegram.url}/bot${token}/sendMessage`, {
      method: "POST",
      body: new URLSearchParams({ chat_id: group, text: "deux" }),
    });
    expect(await byAddress.json()).toMatchObject({ result: { chat: { id: -1001007919111 } } });
    expect(await byForm.json()).toMatchObject({ result: { text: "deux" } });
    telegram.world.addGroup({ chatId: "-4503599627370495", title: "52 bits" });
    expect((await call("getChat", { chat_id: "-4503599627370495" })).body.result).toMatchObject({
      id: -4503599627370495,
      title: "52 bits",
    });
  });
});

describe("sending", () => {
  test("the text is parsed, counted after parsing, and written into the ledger", async () => {
    expect((await sendText("<b>Bonjour</b> &amp; bienvenue")).body.result).toMatchObject({
      message_id: 1,
      date: 1772434800,
      text: "Bonjour & bienvenue",
      entities: [{ type: "bold", offset: 0, length: 7 }],
    });
    expect((await sendText(`<b>${"a".repeat(4096)}</b>`)).status).toBe(200);
    expect((await sendText("a".repeat(4097))).body.description).toBe("Bad Request: message is too long");
    expect((await sendText("😀".repeat(2049))).body.description).toBe("Bad Request: message is too long");
    expect((await sendText("<b> </b>")).body.description).toBe("Bad Request: message text is empty");
    expect((await sendText("1 < 2")).body.description).toBe(
      'Bad Request: can\'t parse entities: Unsupported start tag "" at byte offset 2',
    );
    expect(telegram.ledger.all().map((message) => message.plainText.length)).toEqual([19, 4096]);
    expect(telegram.printLedger()).toContain(
      "2026-03-02 07:00:00 UTC  Français A1 (-1001007919111)  #1\n    Bonjour & bienvenue\n",
    );
  });

  test("photos: uploaded, sent again by their id, refused when too large or no picture", async () => {
    const sent = await sendPhoto(pngOf(800, 600), "Classement");
    const [size] = sent.body.result.photo;
    expect(size).toMatchObject({ width: 800, height: 600, file_size: 33 });
    expect((await sendPhoto(size?.file_id ?? "")).body.result.photo).toEqual([size]);
    expect((await sendPhoto(pngOf(9000, 1001))).body.description).toBe("Bad Request: PHOTO_INVALID_DIMENSIONS");
    expect((await sendPhoto(new Blob(["hello"]))).body.description).toBe("Bad Request: IMAGE_PROCESS_FAILED");
    expect((await sendPhoto(new Blob([new Uint8Array(10 * 1024 * 1024 + 1)]))).status).toBe(413);
    expect((await sendPhoto(pngOf(1, 1), "a".repeat(1025))).body.description).toBe(
      "Bad Request: message caption is too long",
    );
    expect(telegram.ledger.to(group).map((message) => message.kind)).toEqual(["photo", "photo"]);
  });

  test("edits and deletions, the latter within 48 hours", async () => {
    await sendText("<b>a</b>");
    await sendText("b");
    expect((await edit("<b>a</b>")).body.description).toMatch(/^Bad Request: message is not modified: /);
    expect((await edit("c")).body.result).toMatchObject({ message_id: 1, text: "c", edit_date: 1772434800 });
    expect((await edit("c", 9)).body.description).toBe("Bad Request: message to edit not found");

    clock.forward(48 * hour);
    expect((await remove(1)).body.result).toBe(true);
    expect((await remove(1)).body.description).toBe("Bad Request: message to delete not found");
    clock.forward(1_000);
    expect((await remove(2)).body.description).toBe("Bad Request: message can't be deleted for everyone");
    expect(telegram.ledger.all()).toMatchObject([{ plainText: "c", deletedAt: expect.anything() }, { plainText: "b" }]);
    expect(telegram.printLedger()).toContain("[edited 2026-03-02 07:00:00 UTC, deleted 2026-03-04 07:00:00 UTC]");
  });
});
