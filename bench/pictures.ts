import { openPainter } from "#adapters/pictures/painter.ts";
import { paint } from "#adapters/pictures/paint.ts";
import { sampleCards } from "#adapters/pictures/sample-cards.ts";
import type { RankingCard } from "#features/rankings/ports.ts";

import { show } from "./figure.ts";

/**
 * 1,000 ranking pictures drawn one after the other, by the time that the processor worked for them, and the largest
 * of them. That each is right is what the tests compare with approved pictures; here each is drawn by the painter's
 * process once more and must be the same, byte for byte.
 */
const howMany = Number(process.env["CARILLON_PICTURES"] ?? "1000");
const sample = sampleCards["of-the-day"];
if (sample?.kind !== "ranking") throw new Error("no sample");

const first = ["Aïssata", "Mohamed", "Élise", "محمد", "Владимир", "Ọládélé", "N'Dri", "Zoë", "王小明", "יעל"];
const last = ["N'Guessan", "Diallo", "de la Bourdonnaye-Mahé de Villeneuve", "الفاسي", "Иванов", "Ẹbùn", "Koné"];

function card(number: number): RankingCard {
  return {
    ...(sample as RankingCard),
    group: `Français B1 · ${number}`,
    lines: (sample as RankingCard).lines.map((line, index) => ({
      ...line,
      name: `${first[(number + index) % first.length]} ${last[(number * 3 + index) % last.length]}`,
      points: String((number * 7 + 100 - index * 13) % 1_000),
    })),
  };
}

const began = process.cpuUsage();
let largest = 0;
let drawn: Uint8Array = new Uint8Array();
for (let number = 0; number < howMany; number += 1) {
  drawn = await paint(card(number));
  // What the painter frees is freed when the event loop turns, as it does between two requests of its process.
  await new Promise((turn) => setImmediate(turn));
  largest = Math.max(largest, drawn.length);
}
const { user, system } = process.cpuUsage(began);
show({
  name: "one picture, of the processor's time",
  ours: (user + system) / 1_000 / howMany,
  unit: "ms",
  limit: { of: "value", atMost: 60 },
});
show({ name: `the largest of ${howMany}`, ours: largest / 1024, unit: "KB", limit: { of: "value", atMost: 150 } });
show({ name: "memory of the painter at its highest", ours: process.resourceUsage().maxRSS / 1024, unit: "MB" });

const painter = openPainter();
let different = 0;
for (let number = 0; number < howMany; number += Math.ceil(howMany / 50)) {
  const again = await painter.draw(card(number));
  const here = await paint(card(number));
  if (!again.ok || Buffer.compare(Buffer.from(again.value), Buffer.from(here)) !== 0) different += 1;
}
await painter.close();
show({
  name: "pictures that differ when drawn again by the painter's process",
  ours: different,
  unit: "",
  limit: { of: "value", atMost: 0 },
});
