import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

import { Secret } from "./secrets.ts";

/**
 * Seals secrets so that they may lie in the database.
 *
 * `purpose` says what the secret is (`zoom.token`): what was sealed for one purpose does not open for another, so
 * a sealed text cannot be moved to another column.
 */
export interface SealedBox {
  /** The secret as text that only the same key and purpose open; twice the same secret gives two texts. */
  seal(secret: Secret, purpose: string): string;
  /** The secret; `undefined` when the key is another one, the purpose is, or somebody touched the text. */
  open(sealed: string, purpose: string): Secret | undefined;
  /** A secret of its own for a purpose, always the same for one key; it tells nothing of the key. */
  derive(purpose: string): Secret;
}

/** Bytes of a key. */
const keyBytes = 32;
const version = "v1";
const nonceBytes = 12;
const tagBytes = 16;

/** A box over AES-256-GCM. Throws when the key has not 32 bytes: that would be a defect of the caller. */
export function sealedBox(key: Uint8Array): SealedBox {
  if (key.length !== keyBytes) throw new RangeError(`a key has ${keyBytes} bytes, not ${key.length}`);
  return {
    seal(secret, purpose) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(purpose));
      const body = Buffer.concat([cipher.update(secret.reveal(), "utf8"), cipher.final()]);
      return `${version}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64url")}`;
    },
    derive: (purpose) =>
      new Secret(Buffer.from(hkdfSync("sha256", key, new Uint8Array(), purpose, keyBytes)).toString("base64url")),
    open(sealed, purpose) {
      const [kind, text = ""] = sealed.split(".");
      const bytes = Buffer.from(text, "base64url");
      if (kind !== version || bytes.length < nonceBytes + tagBytes) return undefined;
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, nonceBytes))
        .setAAD(Buffer.from(purpose))
        .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
      try {
        const opened = Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]);
        return new Secret(opened.toString("utf8"));
      } catch {
        return undefined;
      }
    },
  };
}

/** The mark of a key, by which two are told apart; it tells nothing of the key. */
export function keyMark(box: Pick<SealedBox, "derive">): string {
  return box.derive("mark of the key").reveal().slice(0, 8);
}

/** A key of 32 bytes written as base64 or as 64 hex digits; `undefined` for anything else. */
export function keyFrom(text: string): Uint8Array | undefined {
  const written = text.trim();
  if (/^[0-9a-f]{64}$/i.test(written)) return Buffer.from(written, "hex");
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(written)) return undefined;
  const bytes = Buffer.from(written, "base64");
  return bytes.length === keyBytes ? bytes : undefined;
}

/** A new key, as it is written. */
export function newKey(): string {
  return randomBytes(keyBytes).toString("base64");
}
