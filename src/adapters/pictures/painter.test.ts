import { afterEach, describe, expect, it } from "vitest";

import type { PicturePort } from "#features/rankings/ports.ts";

import { openPainter } from "./painter.ts";
import { sampleCards } from "./sample-cards.ts";

let painter: PicturePort;
afterEach(async () => await painter.close());

const [card] = Object.values(sampleCards);
if (card === undefined) throw new Error("no sample");

describe("the painter", () => {
  it("draws several in one process and starts another after it was ended", async () => {
    painter = openPainter();
    const [one, two] = await Promise.all([painter.draw(card), painter.draw(card)]);
    expect(one.ok && two.ok && Buffer.compare(Buffer.from(one.value), Buffer.from(two.value))).toBe(0);
    await painter.close();
    expect((await painter.draw(card)).ok).toBe(true);
  });

  it("draws without a logo that is missing", async () => {
    painter = openPainter();
    const drawn = await painter.draw({ ...card, look: { ...card.look, logo: "/nowhere/logo.png" } });
    expect(drawn.ok).toBe(true);
  });

  it("says that a picture was not drawn when it takes too long, and goes on", async () => {
    painter = openPainter({ patienceMs: 0, restMs: 10 });
    const drawn = await painter.draw(card);
    expect(!drawn.ok && drawn.failure.code).toBe("picture.not-drawn");
  });
});
