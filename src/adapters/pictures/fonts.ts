import { readFileSync } from "node:fs";

import type { Font } from "satori";

/** A package of fonts, cut into files by the characters that each covers. */
interface Family {
  readonly package: string;
  readonly weights: readonly (400 | 700)[];
}

const noto = (script: string, weights: Family["weights"] = [400, 700]): Family => ({
  package: `noto-sans${script}`,
  weights,
});

/** In the order in which a character's font is looked for. */
const families: readonly Family[] = [
  noto(""),
  // Its letters carry their dots, where Noto's Arabic sets them apart and counts on marks being moved.
  { package: "almarai", weights: [400, 700] },
  ...["arabic", "hebrew", "ethiopic", "thai", "bengali", "tamil", "georgian", "armenian"].map((script) =>
    noto(`-${script}`),
  ),
  ...["nko", "tifinagh"].map((script) => noto(`-${script}`, [400])),
  { package: "noto-emoji", weights: [400, 700] },
  { package: "chocolate-classical-sans", weights: [400] },
  { package: "gowun-dodum", weights: [400] },
];

/** Has a sign for every character of Unicode's first plane, drawn in pixels: better than an empty box. */
const lastResort = { package: "unifontex", subset: "latin", weights: [400] } as const;

interface Subset extends Family {
  readonly subset: string;
  readonly ranges: readonly (readonly [number, number])[];
}

let subsets: readonly Subset[] | undefined;

function folderOf(name: string): URL {
  return new URL("./", import.meta.resolve(`@fontsource/${name}/package.json`));
}

/** Every file of every package with the characters that it covers. */
function listSubsets(): readonly Subset[] {
  return families.flatMap((family) => {
    const covers = JSON.parse(readFileSync(new URL("unicode.json", folderOf(family.package)), "utf8")) as Record<
      string,
      string
    >;
    return Object.entries(covers).map(([subset, ranges]) => ({
      ...family,
      // The large fonts number their files: "[12]" is the file "12".
      subset: subset.replace(/^\[(\d+)\]$/, "$1"),
      ranges: ranges.split(",").map(rangeOf),
    }));
  });
}

/** `U+0102-0103` or `U+0323`. */
function rangeOf(text: string): readonly [number, number] {
  const [first = 0, last = first] = text
    .trim()
    .slice(2)
    .split("-")
    .map((digits) => Number.parseInt(digits, 16));
  return [first, last];
}

/** Always there, so that most pictures share one set: what is not shared is parsed for each set anew. */
const always = new Set([
  ...["latin", "latin-ext", "vietnamese", "cyrillic", "greek"].map((subset) => `noto-sans ${subset}`),
  "almarai arabic",
  "noto-sans-hebrew hebrew",
]);

/** Sets of fonts, the one used last at the end; more than a few would fill the memory. */
const byFiles = new Map<string, Font[]>();
const mostSets = 6;

/**
 * The fonts that a text needs, in a fixed order: the same text is drawn the same way whatever was drawn before.
 *
 * One array per set of fonts, since the layout engine keeps what it parsed by the array's identity.
 */
export function fontsFor(text: string): Font[] {
  subsets ??= listSubsets();
  const wanted = new Set<Subset>();
  let isCovered = true;
  for (const character of new Set(text)) {
    const point = character.codePointAt(0) ?? 0;
    if (point < 0x80) continue;
    const found = subsets.find((subset) => subset.ranges.some(([first, last]) => first <= point && point <= last));
    if (found === undefined) isCovered = false;
    else wanted.add(found);
  }
  const chosen: (Family & { readonly subset: string })[] = subsets.filter(
    (subset) => wanted.has(subset) || always.has(`${subset.package} ${subset.subset}`),
  );
  if (!isCovered) chosen.push(lastResort);
  const key = chosen.map((one) => `${one.package} ${one.subset}`).join();
  const known = byFiles.get(key);
  if (known !== undefined) {
    byFiles.delete(key);
    byFiles.set(key, known);
    return known;
  }
  const [oldest] = byFiles.keys();
  if (byFiles.size >= mostSets && oldest !== undefined) byFiles.delete(oldest);
  const fonts = chosen.flatMap((one) =>
    one.weights.map((weight) => ({
      name: `${one.package}-${one.subset}`,
      data: readFileSync(new URL(`files/${one.package}-${one.subset}-${weight}-normal.woff`, folderOf(one.package))),
      weight,
      style: "normal" as const,
    })),
  );
  byFiles.set(key, fonts);
  return fonts;
}
