import { constants, crc32, inflateRawSync } from "node:zlib";

import type { Refused } from "./packed.ts";
import { walls } from "./walls.ts";
import { packedBytes, readZipDirectory, type ZipEntry } from "./zip-directory.ts";

/** A zip whose parts are unpacked when they are asked for, each of them within what it claims to be. */
export interface OpenZip {
  readonly names: readonly string[];
  /** The part's bytes. Throws `ZipDamaged` when it is not what the directory says, or declares a document type. */
  part(name: string): Buffer;
  /** The first such throw: a parser that only tries a part swallows it. */
  damage(): ZipDamaged | undefined;
}

/** A part that lies, is damaged, or holds what no workbook may hold. */
export class ZipDamaged extends Error {}

/** Parts that say nothing of the cells: not even unpacked. */
const besides =
  /^(docprops|pictures|thumbnails|customxml)\/|\/(media|drawings|charts|theme|embeddings|printersettings|ctrlprops|activex|pivottables|pivotcache|threadedcomments|persons|tables|querytables|slicers)\/|(vbaproject|vbadata)[^/]*\.(bin|xml)$|\/comments\d*\.xml$|worksheets\/_rels\//i;

/** Opens a zip after looking at what its directory claims; nothing is unpacked yet. */
export function openZip(bytes: Buffer): OpenZip | Refused {
  const entries = readZipDirectory(bytes, walls.zipParts);
  if (entries === undefined) return { kind: "unreadable", cause: "the archive's directory is damaged" };
  if (entries === "too many") return { kind: "too big", why: `> ${walls.zipParts} parts` };
  const claimed = entries.reduce((sum, entry) => sum + entry.size, 0);
  if (claimed > walls.unpackedBytes) return { kind: "too big", why: `${megabytes(claimed)} MB` };
  if (entries.some((entry) => entry.isEncrypted)) return { kind: "encrypted" };
  const byName = new Map<string, ZipEntry>();
  for (const entry of entries) {
    if (byName.has(entry.name)) return { kind: "unreadable", cause: `the part ${entry.name} is there twice` };
    byName.set(entry.name, entry);
  }
  let damage: ZipDamaged | undefined;
  return {
    names: [...byName.keys()].filter((name) => !besides.test(name.replaceAll("\\", "/"))),
    part(name) {
      try {
        return withoutEntities(name, unpacked(bytes, byName.get(name)));
      } catch (error) {
        if (error instanceof ZipDamaged) damage ??= error;
        throw error;
      }
    },
    damage: () => damage,
  };
}

/** The office formats forbid document types: who writes one wants to expand entities, or to reach outside. */
export function withoutEntities(name: string, bytes: Buffer): Buffer {
  if (/\.(xml|rels)$/i.test(name) && bytes.subarray(0, 4_096).includes("<!DOCTYPE")) {
    throw new ZipDamaged(`${name} declares a document type`);
  }
  return bytes;
}

function unpacked(bytes: Buffer, entry: ZipEntry | undefined): Buffer {
  const packed = entry === undefined ? undefined : packedBytes(bytes, entry);
  if (entry === undefined || packed === undefined) throw new ZipDamaged("a part is not where the directory says");
  const content = entry.method === 0 ? packed : entry.method === 8 ? inflated(packed, entry) : undefined;
  if (content === undefined) throw new ZipDamaged(`${entry.name} is packed in a way that is not known`);
  if (content.length !== entry.size) throw new ZipDamaged(`${entry.name} is not as long as it says`);
  if (crc32(content) !== entry.crc) throw new ZipDamaged(`${entry.name} is damaged`);
  return content;
}

/** Never more than the part claims to be, whatever its bytes would grow to. */
function inflated(packed: Buffer, { name, size }: ZipEntry): Buffer {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(size, 1), finishFlush: constants.Z_SYNC_FLUSH });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === "ERR_BUFFER_TOO_LARGE" ? "is longer than it says" : "cannot be unpacked";
    throw new ZipDamaged(`${name} ${why}`, { cause: error });
  }
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1024 / 1024);
}
