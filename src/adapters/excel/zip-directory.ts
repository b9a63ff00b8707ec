/** What a zip archive says of itself in its central directory, without unpacking anything. */
export interface ZipDirectory {
  readonly entries: number;
  /** Sum of the sizes that the entries claim to have when unpacked, in bytes. */
  readonly unpackedBytes: number;
}

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const endLength = 22;
const entryLength = 46;

/**
 * Reads a zip's central directory (APPNOTE 4.3.12, 4.3.16); `undefined` when there is none that can be read.
 *
 * The sizes are claims: they keep honest giants out before parsing; the worker's limits hold the liars.
 */
export function readZipDirectory(bytes: Buffer): ZipDirectory | undefined {
  const end = findEnd(bytes);
  if (end === undefined) return undefined;
  const entries = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  let unpackedBytes = 0;
  for (let index = 0; index < entries; index += 1) {
    if (at + entryLength > bytes.length || bytes.readUInt32LE(at) !== entrySignature) return undefined;
    unpackedBytes += bytes.readUInt32LE(at + 24);
    at += entryLength + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return { entries, unpackedBytes };
}

/** The end record stands last, before a comment of at most 65,535 bytes. */
function findEnd(bytes: Buffer): number | undefined {
  const first = Math.max(0, bytes.length - endLength - 0xffff);
  for (let at = bytes.length - endLength; at >= first; at -= 1) {
    if (bytes.readUInt32LE(at) === endSignature) return at;
  }
  return undefined;
}
