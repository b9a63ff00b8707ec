import { failed, ok, type Failure, type Result } from "#lib/failure.ts";

import { logoNoPicture, logoTooBig, logoTooWide } from "./texts.ts";

/** The setting that holds the logo: a path of the machine where the environment gives it, the picture itself where a person did. */
export const logoSetting = "CARILLON_LOGO";

/** The most that an uploaded logo may weigh, in bytes: it lies in the database, and so in every backup. */
export const logoBytes = 512 * 1024;

/** The most that it may measure, in pixels: a small file may unfold into a very large picture. */
const mostPixels = 2_000;

/** What a logo is. */
export interface Logo {
  /** Its media type. SVG is not among them: it may hold more than a picture. */
  readonly type: "image/png" | "image/jpeg";
  readonly width: number;
  readonly height: number;
}

/** Refuses a file that is too heavy by its size in bytes: before it is read. */
export function weighLogo(size: number): Result<void> {
  return size > logoBytes ? refused(logoTooBig) : ok(undefined);
}

/** Reads what a file that is to be the logo says of itself; a file that is no such picture is refused. */
export function readLogo(bytes: Uint8Array): Result<Logo> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const logo = pngOf(view) ?? jpegOf(view);
  if (logo === undefined || logo.width === 0 || logo.height === 0) return refused(logoNoPicture);
  return Math.max(logo.width, logo.height) > mostPixels ? refused(logoTooWide(mostPixels)) : ok(logo);
}

const refused = (failure: Failure) => failed(failure);

/** Signature, then the chunk IHDR, which begins with width and height (PNG, third edition, 5.2 and 11.2.1). */
function pngOf(view: DataView): Logo | undefined {
  if (view.byteLength < 24 || view.getBigUint64(0) !== 0x89_50_4e_47_0d_0a_1a_0an) return undefined;
  if (view.getUint32(12) !== 0x49_48_44_52) return undefined;
  return { type: "image/png", width: view.getUint32(16), height: view.getUint32(20) };
}

/** Segments from the start of the image to the frame's header, which holds height and width (ITU-T T.81, B.2.2). */
function jpegOf(view: DataView): Logo | undefined {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xff_d8) return undefined;
  let at = 2;
  while (at + 9 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { type: "image/jpeg", height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}
