/** A node of the tree that satori lays out: what JSX would make. */
export interface Element {
  readonly type: string;
  readonly props: Readonly<Record<string, unknown>>;
}

type Style = Readonly<Record<string, string | number | undefined>>;
type Child = Element | string | undefined;

/** A flex box; a row unless the style says otherwise. */
export function box(style: Style, ...children: readonly Child[]): Element {
  const present = children.filter((child) => child !== undefined);
  return { type: "div", props: { style: { display: "flex", ...style }, children: present } };
}

/** One line of text that ends in "…" when it is too long. High enough for signs above and below the letters. */
export function line(style: Style, text: string, mostFromTheRight = 40): Element {
  return {
    type: "div",
    props: {
      style: {
        display: "block",
        textAlign: "left",
        textOverflow: "ellipsis",
        whiteSpace: "nowrap",
        overflow: "hidden",
        lineHeight: 1.6,
        ...style,
      },
      children: isRightToLeft(text) ? cut(text, mostFromTheRight) : text,
    },
  };
}

/** A drawing in a square of 24 by 24. */
export function icon(size: number, ...paths: readonly (readonly [d: string, fill: string])[]): Element {
  return {
    type: "svg",
    props: {
      width: size,
      height: size,
      viewBox: "0 0 24 24",
      children: paths.map(([d, fill]) => ({ type: "path", props: { d, fill } })),
    },
  };
}

/** The layout engine would cut the beginning of a text that is written from the right. */
function cut(text: string, most: number): string {
  const signs = [...new Intl.Segmenter("und", { granularity: "grapheme" }).segment(text)].map((one) => one.segment);
  return signs.length <= most ? text : `${signs.slice(0, most).join("").trimEnd()}…\u200f`;
}

/** Whether the first letter of a text belongs to a script that is written from the right. */
function isRightToLeft(text: string): boolean {
  const [first = ""] = /\p{L}/u.exec(text) ?? [];
  return /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Nko}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Adlam}]/u.test(
    first,
  );
}

/** White or nearly black, whichever is read better on a colour `#rrggbb`. */
export function inkOn(colour: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.4 ? "#10202f" : "#ffffff";
}
