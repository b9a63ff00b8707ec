import { readFileSync, statSync } from "node:fs";

const mostBytes = 1024 * 1024;

const kinds: readonly (readonly [starts: RegExp, type: string])[] = [
  [/^\x89PNG/, "image/png"],
  [/^\xff\xd8\xff/, "image/jpeg"],
  [/^\s*(?:<\?xml[^>]*>\s*)?<svg[\s>]/, "image/svg+xml"],
];

/** What a person uploaded holds itself; it was looked at when it came. */
const held = /^data:image\/(?:png|jpeg);base64,/;

/** A logo, the picture itself or its file, as an address that holds it; `undefined` when it is missing, too large or no picture. */
export function logoOf(path: string): string | undefined {
  if (held.test(path)) return path;
  try {
    if (statSync(path).size > mostBytes) return undefined;
    const bytes = readFileSync(path);
    const head = bytes.subarray(0, 400).toString("latin1");
    const type = kinds.find(([starts]) => starts.test(head))?.[1];
    return type === undefined ? undefined : `data:${type};base64,${bytes.toString("base64")}`;
  } catch {
    return undefined;
  }
}
