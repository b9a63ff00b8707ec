import type { SchoolLook } from "#features/rankings/ports.ts";

import { box, inkOn, line, type Element } from "./elements.ts";
import { logoOf } from "./logo.ts";

/** The picture's width in pixels before it is enlarged for sharp screens. */
export const pageWidth = 720;

/**
 * The layout engine moves marks down where the font says up (satori 0.63.2): unmoved, they stand where the font
 * draws them, which is right for most letters.
 */
const unmovedMarks = `"mark" 0, "mkmk" 0, "abvm" 0, "blwm" 0`;

/** A whole picture on a quiet ground. */
export function page(
  children: readonly Element[],
  height: number,
): { readonly tree: Element; readonly height: number } {
  const tree = box(
    {
      flexDirection: "column",
      width: pageWidth,
      height,
      backgroundColor: "#eef1f5",
      fontFeatureSettings: unmovedMarks,
    },
    ...children,
  );
  return { tree, height };
}

/** The coloured head: logo, what it is, whose it is, when. */
export function header(card: {
  readonly look: SchoolLook;
  readonly heading: string;
  readonly group: string;
  readonly period?: string;
}): Element {
  const { look } = card;
  const ink = inkOn(look.colour);
  return box(
    { height: 168, alignItems: "center", padding: "0 28px", gap: 22, color: ink, backgroundColor: look.colour },
    logo(look, ink),
    box(
      { flexDirection: "column", width: pageWidth - 2 * 28 - 96 - 22, gap: 4 },
      line({ fontSize: 36, fontWeight: 700, lineHeight: 1.35 }, card.heading),
      line({ fontSize: 25, lineHeight: 1.4 }, card.group),
      line({ fontSize: 20, lineHeight: 1.4, opacity: 0.85 }, [card.period, look.name].filter(Boolean).join(" · ")),
    ),
  );
}

function logo(look: SchoolLook, ink: string): Element {
  const size = { width: 96, height: 96, borderRadius: 22, flexShrink: 0 } as const;
  const source = look.logo === undefined ? undefined : logoOf(look.logo);
  if (source !== undefined) {
    return { type: "img", props: { src: source, width: 96, height: 96, style: { ...size, objectFit: "contain" } } };
  }
  const [letter = ""] = /[\p{L}\p{N}]/u.exec(look.name) ?? [];
  const colours = { backgroundColor: ink, color: look.colour };
  return box(
    { ...size, ...colours, alignItems: "center", justifyContent: "center", fontSize: 54, fontWeight: 700 },
    letter.toUpperCase(),
  );
}

const avatarColours = ["#2f6f8f", "#8a4f7d", "#3f7d58", "#a15c2c", "#5a5fa8", "#9a3f4a", "#5d7030", "#46617a"];

/** The first letters of the first two words, on a colour that stays the person's. */
export function avatar(name: string, key: string): Element {
  const words = name.split(/[\s'’.-]+/u).flatMap((word) => /\p{L}\p{M}*/u.exec(word) ?? []);
  // Letters that join would make a word that nobody wrote, and wide ones do not fit: one of them is enough.
  const areApart = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Hebrew}\p{M}]*$/u.test(
    words.join(""),
  );
  const initials = words
    .slice(0, areApart ? 2 : 1)
    .join("")
    .toUpperCase();
  let sum = 0;
  for (const character of key) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return box(
    {
      width: 54,
      height: 54,
      borderRadius: 27,
      flexShrink: 0,
      alignItems: "center",
      justifyContent: "center",
      backgroundColor: avatarColours[sum % avatarColours.length],
      color: "#ffffff",
      fontSize: 22,
      fontWeight: 700,
    },
    initials === "" ? "★" : initials,
  );
}
