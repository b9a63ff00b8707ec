import type { Card } from "#features/rankings/ports.ts";
import { causeOf } from "#lib/failure.ts";

import { paint } from "./paint.ts";

/** What the painter is asked, and what it answers. */
export interface PaintRequest {
  readonly id: number;
  readonly card: Card;
}
export type PaintAnswer =
  | { readonly id: number; readonly png: Uint8Array }
  | { readonly id: number; readonly cause: string };

// Runs alone: the layout engine, the fonts and the painter hold 200 MB and more, which go when it ends.
process.on("message", (request: PaintRequest) => void answer(request));
process.on("disconnect", () => process.exit());

async function answer({ id, card }: PaintRequest): Promise<void> {
  let told: PaintAnswer;
  try {
    told = { id, png: await paint(card) };
  } catch (error) {
    told = { id, cause: causeOf(error) };
  }
  process.send?.(told);
}
