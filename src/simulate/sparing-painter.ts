import { openPainter } from "#adapters/pictures/painter.ts";
import type { PicturePort } from "#features/rankings/ports.ts";

/** The painter stays for the whole year. */
const times = { patienceMs: 60_000, restMs: 3_600_000 };
/** Of so many pictures one is drawn; the others are that one again, for drawing is no part of what is proved here. */
const picturesPerDrawing = 250;

/** Draws few of the pictures that are asked for. */
export function openSparingPainter(): PicturePort {
  const painter = openPainter(times);
  let asked = 0;
  let last: Awaited<ReturnType<PicturePort["draw"]>> | undefined;
  return {
    async draw(card) {
      asked += 1;
      if (last === undefined || asked % picturesPerDrawing === 0) last = await painter.draw(card);
      return last;
    },
    close: async () => await painter.close(),
  };
}
