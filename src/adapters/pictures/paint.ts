import { Resvg } from "@resvg/resvg-js";
import satori from "satori";

import type { BadgeCard, RankingCard } from "#features/rankings/ports.ts";

import { badgeCard } from "./badge-card.ts";
import { fontsFor } from "./fonts.ts";
import { pageWidth } from "./page.ts";
import { rankingCard } from "./ranking-card.ts";

/** How wide the picture is, in pixels: what telephones show sharply. */
const sharpWidth = 1_008;

/** Draws a card as PNG. The same card gives the same picture, on every machine. */
export async function paint(card: RankingCard | BadgeCard): Promise<Uint8Array> {
  const { tree, height } = card.kind === "ranking" ? rankingCard(card) : badgeCard(card);
  const svg = await satori(tree as Parameters<typeof satori>[0], {
    width: pageWidth,
    height,
    fonts: fontsFor(JSON.stringify(card)),
  });
  const drawn = new Resvg(svg, { fitTo: { mode: "width", value: sharpWidth }, font: { loadSystemFonts: false } });
  return drawn.render().asPng();
}
