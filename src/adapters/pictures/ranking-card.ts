import type { Movement, RankingCard } from "#features/rankings/ports.ts";

import { box, icon, line, type Element } from "./elements.ts";
import { avatar, header, page } from "./page.ts";

/** The colours of the first three ranks. */
const medals: Readonly<Record<number, readonly [bright: string, dark: string]>> = {
  1: ["#f5c542", "#a97b00"],
  2: ["#c9d1d9", "#6b7785"],
  3: ["#e0a070", "#8a4f24"],
};

const rowHeight = 78;

/** A ranking as a tree to lay out, with its height in pixels. */
export function rankingCard(card: RankingCard): { readonly tree: Element; readonly height: number } {
  const rows = card.lines.map((each) => row(card, each));
  const more = card.more === undefined ? undefined : line({ fontSize: 21, color: "#5b6875" }, card.more);
  return page(
    [header(card), box({ flexDirection: "column", padding: "18px 28px 6px", gap: 10 }, ...rows), footer(more)],
    168 + 24 + rows.length * (rowHeight + 10) + (more === undefined ? 14 : 54),
  );
}

function footer(more: Element | undefined): Element {
  return box({ padding: more === undefined ? 0 : "4px 34px 18px" }, more);
}

function row(card: RankingCard, each: RankingCard["lines"][number]): Element {
  const isFirst = each.rank === 1;
  return box(
    {
      height: rowHeight,
      alignItems: "center",
      padding: "0 20px 0 14px",
      gap: 16,
      backgroundColor: isFirst ? "#fff7df" : "#ffffff",
      borderRadius: 16,
    },
    place(each.rank),
    avatar(each.name, each.studentId),
    line({ flexGrow: 1, flexShrink: 1, flexBasis: 0, fontSize: 29, fontWeight: 700, color: "#16222e" }, each.name, 21),
    movement(each.movement, card.newWord),
    box({ fontSize: 29, fontWeight: 700, color: "#16222e", flexShrink: 0 }, each.points),
  );
}

function place(rank: number): Element {
  const medal = medals[rank];
  const size = { width: 52, height: 60, flexShrink: 0, alignItems: "center", justifyContent: "center" } as const;
  if (medal === undefined) return box({ ...size, fontSize: 28, fontWeight: 700, color: "#5b6875" }, String(rank));
  const [bright, dark] = medal;
  return box(
    { ...size, position: "relative" },
    icon(
      56,
      ["M6 1h5l2 7-4 2zM18 1h-5l-2 7 4 2z", "#3d6fb5"],
      ["M12 8a7 7 0 1 1 0 14 7 7 0 0 1 0-14z", dark],
      ["M12 9.2a5.8 5.8 0 1 1 0 11.6 5.8 5.8 0 0 1 0-11.6z", bright],
    ),
    box(
      { position: "absolute", top: 23, left: 0, width: 52, justifyContent: "center", fontSize: 20, fontWeight: 700 },
      String(rank),
    ),
  );
}

function movement(moved: Movement | undefined, newWord: string): Element | undefined {
  if (moved === undefined) return undefined;
  const style = { alignItems: "center", gap: 4, fontSize: 20, fontWeight: 700, flexShrink: 0 } as const;
  if (moved === "new") {
    return box(
      { ...style, color: "#2f5fa8", backgroundColor: "#e3edfb", borderRadius: 10, padding: "2px 10px" },
      newWord,
    );
  }
  if (moved === 0) return box({ ...style, color: "#7a8794" }, icon(20, ["M4 10h16v4H4z", "#7a8794"]));
  const up = moved > 0;
  const colour = up ? "#1d7f45" : "#b23b32";
  return box(
    { ...style, color: colour },
    icon(20, [up ? "M12 4l9 15H3z" : "M12 20L3 5h18z", colour]),
    String(Math.abs(moved)),
  );
}
