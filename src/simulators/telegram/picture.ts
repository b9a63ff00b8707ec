import { createHash } from "node:crypto";
import { refuse, type ApiAnswer } from "./answers.ts";
import type { Parameters } from "./parameters.ts";

const maxPhotoBytes = 10 * 1024 * 1024;
const maxPhotoSides = 10_000;

/** A photo as the Bot API lists it: one size for each width. */
export interface PhotoSize {
  readonly file_id: string;
  readonly file_unique_id: string;
  readonly width: number;
  readonly height: number;
  readonly file_size: number;
}

/** Reads the photo of a `sendPhoto`: an upload (PNG or JPEG), or the `file_id` of an earlier one. */
export function readPicture(parameters: Parameters): { readonly sizes: readonly PhotoSize[] } | ApiAnswer {
  const file = parameters.file("photo");
  if (file === undefined) {
    const sizes = sizesOf(parameters.text("photo") ?? "");
    if (sizes !== undefined) return { sizes };
    return parameters.text("photo") === undefined
      ? refuse(400, "Bad Request: there is no photo in the request")
      : refuse(400, "Bad Request: wrong file identifier/HTTP URL specified");
  }
  if (file.bytes.length === 0) return refuse(400, "Bad Request: file must be non-empty");
  if (file.bytes.length > maxPhotoBytes) return refuse(413, "Request Entity Too Large");
  const size = dimensions(file.bytes);
  if (size === undefined) return refuse(400, "Bad Request: IMAGE_PROCESS_FAILED");
  if (size.width + size.height > maxPhotoSides) return refuse(400, "Bad Request: PHOTO_INVALID_DIMENSIONS");
  const digest = createHash("sha256").update(file.bytes).digest("base64url").slice(0, 15);
  return { sizes: sizesOf(`AgAC_${size.width}x${size.height}_${file.bytes.length}_${digest}`) ?? [] };
}

/** The simulator's file ids tell everything about the photo, so that nothing has to be kept. */
function sizesOf(fileId: string): readonly PhotoSize[] | undefined {
  const match = /^AgAC_(\d+)x(\d+)_(\d+)_([\w-]+)$/.exec(fileId);
  if (match === null) return undefined;
  const [, width, height, bytes, digest] = match;
  return [
    {
      file_id: fileId,
      file_unique_id: `AQAD${digest ?? ""}`,
      width: Number(width),
      height: Number(height),
      file_size: Number(bytes),
    },
  ];
}

function dimensions(bytes: Uint8Array): { width: number; height: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length >= 24 && view.getUint32(0) === 0x89504e47)
    return { width: view.getUint32(16), height: view.getUint32(20) };
  if (bytes.length < 4 || view.getUint16(0) !== 0xffd8) return undefined;
  // JPEG: segment after segment, until the one that starts a frame.
  for (let at = 2; at + 9 < bytes.length; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint16(at);
    const startsFrame =
      marker >= 0xffc0 && marker <= 0xffcf && marker !== 0xffc4 && marker !== 0xffc8 && marker !== 0xffcc;
    if (startsFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    if (marker >> 8 !== 0xff) return undefined;
  }
  return undefined;
}
