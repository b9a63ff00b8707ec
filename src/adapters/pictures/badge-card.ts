import type { BadgeCard } from "#features/rankings/ports.ts";

import { box, icon, line, type Element } from "./elements.ts";
import { header, page } from "./page.ts";

const symbols: Readonly<Record<BadgeCard["awards"][number]["symbol"], readonly [path: string, colour: string]>> = {
  week: ["M9.2 16.6 4.9 12.3l-1.8 1.8 6.1 6.1L21.4 8l-1.8-1.8z", "#1d7f45"],
  streak: [
    "M13 2c1 4-3 6-3 9 0 1 .6 2 1.6 2.2C11 11 14 10 14.4 7.6 17 10 19 12.6 19 15.6A7 7 0 0 1 5 15.6C5 10 11 8 13 2z",
    "#c2551d",
  ],
  rise: ["M3 17l6-6 4 4 6-7v4h2V5h-7v2h4l-5 5.6-4-4L1.6 15.6z", "#2f5fa8"],
  heart: ["M12 21C5 15 2.5 11.6 2.5 8.3A4.8 4.8 0 0 1 12 6.5a4.8 4.8 0 0 1 9.5 1.8C21.5 11.6 19 15 12 21z", "#b0304f"],
};

const rowHeight = 118;

/** Badges as a tree to lay out, with its height in pixels. */
export function badgeCard(card: BadgeCard): { readonly tree: Element; readonly height: number } {
  const rows = card.awards.map((award) => {
    const [path, colour] = symbols[award.symbol];
    return box(
      {
        height: rowHeight,
        alignItems: "center",
        padding: "0 22px",
        gap: 22,
        backgroundColor: "#ffffff",
        borderRadius: 16,
      },
      box(
        {
          width: 82,
          height: 82,
          borderRadius: "50%",
          flexShrink: 0,
          alignItems: "center",
          justifyContent: "center",
          border: `5px solid ${colour}`,
          backgroundColor: "#fdfaf2",
        },
        icon(46, [path, colour]),
      ),
      box(
        { flexDirection: "column", width: 510, gap: 2 },
        line({ fontSize: 21, fontWeight: 700, color: colour, lineHeight: 1.35 }, award.title),
        line({ fontSize: 29, fontWeight: 700, color: "#16222e", lineHeight: 1.4 }, award.name),
        line({ fontSize: 20, color: "#5b6875", lineHeight: 1.4 }, award.why),
      ),
    );
  });
  return page(
    [header(card), box({ flexDirection: "column", padding: "18px 28px", gap: 10 }, ...rows)],
    168 + 26 + rows.length * (rowHeight + 10),
  );
}
