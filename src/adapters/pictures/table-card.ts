import type { Table, TableCard } from "#features/rankings/ports.ts";

import { box, line, type Element } from "./elements.ts";
import { pageWidth } from "./page.ts";

const longSide = Math.round(pageWidth * Math.SQRT2);
const margin = 40;
const rowHeight = 22;
const cellPadding = 5;

/** How a table lies on A4: upright, or across when it has many columns. */
export function sheetOf({ columns }: Pick<Table, "columns">): {
  readonly across: boolean;
  readonly width: number;
  readonly height: number;
  readonly rows: number;
} {
  return columns.length > 6
    ? { across: true, width: longSide, height: pageWidth, rows: 24 }
    : { across: false, width: pageWidth, height: longSide, rows: 38 };
}

/** One page of a table as a tree to lay out. */
export function tableCard(card: TableCard): {
  readonly tree: Element;
  readonly width: number;
  readonly height: number;
} {
  const { width, height } = sheetOf(card);
  const shares = card.columns.reduce((sum, column) => sum + column.width, 0);
  const widths = card.columns.map((column) => (column.width / shares) * (width - 2 * margin));
  const cells = (texts: readonly string[], style: Readonly<Record<string, string | number>>) =>
    box(
      { height: rowHeight, alignItems: "center", flexShrink: 0, ...style },
      ...texts.map((text, index) => {
        const inner = (widths[index] ?? 0) - 2 * cellPadding;
        return box(
          {
            width: inner,
            margin: `0 ${cellPadding}px`,
            justifyContent: card.columns[index]?.isNumber === true ? "flex-end" : "flex-start",
          },
          line({ maxWidth: inner }, text, Math.floor(inner / 6)),
        );
      }),
    );
  const tree = box(
    {
      flexDirection: "column",
      width: width - 2 * margin,
      height: height - 2 * margin,
      padding: margin,
      backgroundColor: "#ffffff",
      color: "#16222e",
      fontSize: 11,
      fontFeatureSettings: `"mark" 0, "mkmk" 0`,
    },
    line({ fontSize: 22, fontWeight: 700, lineHeight: 1.4, flexShrink: 0 }, card.title),
    line({ fontSize: 13, color: "#5b6875", marginBottom: 10, flexShrink: 0 }, card.subtitle),
    cells(
      card.columns.map((column) => column.head),
      { fontWeight: 700, borderBottom: `2px solid ${card.look.colour}` },
    ),
    ...card.rows.map((row, index) =>
      cells(
        row.map((cell) => (cell === null ? "" : String(cell))),
        { backgroundColor: index % 2 === 0 ? "#ffffff" : "#f1f4f8" },
      ),
    ),
    box(
      { position: "absolute", left: margin, right: margin, bottom: 18, justifyContent: "space-between" },
      line({ color: "#5b6875" }, card.look.name),
      line({ color: "#5b6875" }, card.footer),
    ),
  );
  return { tree, width, height };
}
