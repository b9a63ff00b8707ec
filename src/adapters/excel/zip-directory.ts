/** One part of a zip archive, as its directory lists it. */
export interface ZipEntry {
  readonly name: string;
  /** 0: stored; 8: deflated (APPNOTE 4.4.5). */
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly crc: number;
  /** In bytes, packed and as it claims to be when unpacked. */
  readonly packedSize: number;
  readonly size: number;
  /** Where its local header stands in the file. */
  readonly offset: number;
}

const signatures = { end: 0x06054b50, end64: 0x06064b50, locator64: 0x07064b50, entry: 0x02014b50, local: 0x04034b50 };
const lengths = { end: 22, entry: 46, local: 30, locator64: 20 } as const;
const inExtraField = 0xffffffff;

/**
 * Reads a zip's central directory (APPNOTE 4.3.12 to 4.3.16), without unpacking anything; `undefined` when it
 * cannot be read, or claims what does not fit the file.
 */
export function readZipDirectory(bytes: Buffer, most: number): readonly ZipEntry[] | "too many" | undefined {
  const end = findEnd(bytes);
  if (end === undefined) return undefined;
  const { count, start } = startOf(bytes, end);
  if (count > most) return "too many";
  const entries: ZipEntry[] = [];
  let at = start;
  for (let index = 0; index < count; index += 1) {
    if (at + lengths.entry > bytes.length || bytes.readUInt32LE(at) !== signatures.entry) return undefined;
    const nameLength = bytes.readUInt16LE(at + 28);
    const extraLength = bytes.readUInt16LE(at + 30);
    const next = at + lengths.entry + nameLength + extraLength + bytes.readUInt16LE(at + 32);
    if (next > bytes.length) return undefined;
    const name = bytes.toString("utf8", at + lengths.entry, at + lengths.entry + nameLength);
    const extra = bytes.subarray(at + lengths.entry + nameLength, at + lengths.entry + nameLength + extraLength);
    const sizes = sizesOf(bytes, at, extra);
    if (sizes === undefined || sizes.offset + lengths.local + sizes.packedSize > bytes.length) return undefined;
    entries.push({
      name,
      method: bytes.readUInt16LE(at + 10),
      isEncrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
      crc: bytes.readUInt32LE(at + 16),
      ...sizes,
    });
    at = next;
  }
  return entries;
}

/** The packed bytes of an entry; `undefined` when it does not stand where the directory says. */
export function packedBytes(bytes: Buffer, { offset, packedSize }: ZipEntry): Buffer | undefined {
  if (bytes.readUInt32LE(offset) !== signatures.local) return undefined;
  const start = offset + lengths.local + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  return start + packedSize > bytes.length ? undefined : bytes.subarray(start, start + packedSize);
}

/** The end record stands last, before a comment of at most 65,535 bytes. */
function findEnd(bytes: Buffer): number | undefined {
  const first = Math.max(0, bytes.length - lengths.end - 0xffff);
  for (let at = bytes.length - lengths.end; at >= first; at -= 1) {
    if (bytes.readUInt32LE(at) === signatures.end) return at;
  }
  return undefined;
}

function startOf(bytes: Buffer, end: number): { readonly count: number; readonly start: number } {
  const plain = { count: bytes.readUInt16LE(end + 10), start: bytes.readUInt32LE(end + 16) };
  const locator = end - lengths.locator64;
  if (locator < 0 || bytes.readUInt32LE(locator) !== signatures.locator64) return plain;
  const end64 = Number(bytes.readBigUInt64LE(locator + 8));
  if (end64 + 56 > bytes.length || bytes.readUInt32LE(end64) !== signatures.end64) return plain;
  return { count: Number(bytes.readBigUInt64LE(end64 + 32)), start: Number(bytes.readBigUInt64LE(end64 + 48)) };
}

/** Sizes that do not fit 32 bits stand in an extra field of 64 (APPNOTE 4.5.3), in this order, those that are needed. */
function sizesOf(
  bytes: Buffer,
  at: number,
  extra: Buffer,
): Pick<ZipEntry, "size" | "packedSize" | "offset"> | undefined {
  const sizes = {
    size: bytes.readUInt32LE(at + 24),
    packedSize: bytes.readUInt32LE(at + 20),
    offset: bytes.readUInt32LE(at + 42),
  };
  if (!Object.values(sizes).includes(inExtraField)) return sizes;
  for (let field = 0; field + 4 <= extra.length; field += 4 + extra.readUInt16LE(field + 2)) {
    if (extra.readUInt16LE(field) !== 1) continue;
    let value = field + 4;
    for (const name of ["size", "packedSize", "offset"] as const) {
      if (sizes[name] !== inExtraField) continue;
      if (value + 8 > extra.length) return undefined;
      sizes[name] = Number(extra.readBigUInt64LE(value));
      value += 8;
    }
    return sizes;
  }
  return undefined;
}
