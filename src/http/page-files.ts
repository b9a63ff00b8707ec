import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";

/** The built page: its one document, and the files that the document asks for. */
export interface PageFiles {
  /** The document with the nonce of one answer in it. */
  document(nonce: string): string;
  /** A file under `/assets/`; `undefined` for any other name. */
  asset(name: string): { readonly body: Uint8Array<ArrayBuffer>; readonly type: string } | undefined;
}

/** Where the document says the nonce, which no built file can know. */
const placeOfNonce = "__NONCE__";

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/**
 * Opens the page that `npm start` built; `undefined` when there is none.
 *
 * Only names that were there at the start are ever read, so no address can lead out of the folder.
 */
export function openPageFiles(folder: string = join(import.meta.dirname, "../../build/page")): PageFiles | undefined {
  let document: string;
  let names: readonly string[];
  try {
    document = readFileSync(join(folder, "index.html"), "utf8");
    names = readdirSync(join(folder, "assets"));
  } catch {
    return undefined;
  }
  const known = new Set(names);
  return {
    document: (nonce) => document.replaceAll(placeOfNonce, nonce),
    asset(name) {
      const type = types[extname(name)];
      if (!known.has(name) || type === undefined) return undefined;
      return { body: new Uint8Array(readFileSync(join(folder, "assets", name))), type };
    },
  };
}
