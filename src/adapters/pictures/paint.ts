import { Resvg } from "@resvg/resvg-js";
import satori from "satori";

import type { Card } from "#features/rankings/ports.ts";

import { badgeCard } from "./badge-card.ts";
import { fontsFor } from "./fonts.ts";
import { pageWidth } from "./page.ts";
import { rankingCard } from "./ranking-card.ts";
import { tableCard } from "./table-card.ts";

/** How wide the picture is, in pixels: what telephones show sharply. */
const sharpWidth = 1_008;

/** Paper is drawn finer than screens need: 150 points an inch on A4. */
const paperScale = 1_240 / pageWidth;

/** Draws a card as PNG. The same card gives the same picture, on every machine. */
export async function paint(card: Card): Promise<Uint8Array> {
  const { tree, width, height } = layOut(card);
  const svg = await satori(tree as Parameters<typeof satori>[0], {
    width,
    height,
    // A logo may be a long text, and is none to be read.
    fonts: fontsFor(JSON.stringify({ ...card, look: card.look.name })),
  });
  const value = card.kind === "table" ? Math.round(width * paperScale) : sharpWidth;
  const drawn = new Resvg(svg, { fitTo: { mode: "width", value }, font: { loadSystemFonts: false } });
  return drawn.render().asPng();
}

function layOut(card: Card): ReturnType<typeof tableCard> {
  if (card.kind === "table") return tableCard(card);
  return { width: pageWidth, ...(card.kind === "ranking" ? rankingCard(card) : badgeCard(card)) };
}
