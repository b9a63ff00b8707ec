/** A frame as the child wrote it: nothing of it is trusted yet. */
export type Frame = Readonly<Record<string, unknown>>;

/** What a stream of bytes turned out to hold: frames, or the reason why it is none of our child's. */
export type Read = { readonly kind: "frame"; readonly frame: Frame } | { readonly kind: "wrong"; readonly why: string };

/** A frame as bytes: four bytes of length, then JSON. */
export function frameBytes(frame: object): Buffer {
  const body = Buffer.from(JSON.stringify(frame));
  const head = Buffer.alloc(4);
  head.writeUInt32BE(body.byteLength);
  return Buffer.concat([head, body]);
}

/** Cuts a stream into bodies of frames; one that says it is longer than `most` bytes ends it with `"too long"`. */
export function frameCutter(most: number): (chunk: Buffer) => readonly (Buffer | "too long")[] {
  let parts: Buffer[] = [];
  let held = 0;
  let needed = 4;
  return (chunk) => {
    parts.push(chunk);
    held += chunk.byteLength;
    const bodies: (Buffer | "too long")[] = [];
    // Joined only when something is whole: a large frame comes in hundreds of pieces.
    while (held >= needed) {
      const all = parts.length === 1 ? (parts[0] ?? Buffer.alloc(0)) : Buffer.concat(parts);
      const length = all.readUInt32BE();
      if (length > most) return [...bodies, "too long"];
      const whole = length + 4;
      if (held >= whole) bodies.push(all.subarray(4, whole));
      const rest = held >= whole ? all.subarray(whole) : all;
      parts = [rest];
      held = rest.byteLength;
      needed = held >= 4 ? rest.readUInt32BE() + 4 : 4;
      if (needed - 4 > most) return [...bodies, "too long"];
    }
    return bodies;
  };
}

/** Reads a body as a frame: a JSON object, whatever it holds. */
export function readFrame(body: Buffer | "too long"): Read {
  if (body === "too long") return { kind: "wrong", why: "a frame longer than any that is allowed" };
  try {
    const value: unknown = JSON.parse(body.toString("utf8"));
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return { kind: "wrong", why: "a frame that is not an object" };
    }
    return { kind: "frame", frame: value as Frame };
  } catch {
    return { kind: "wrong", why: "a frame that is not JSON" };
  }
}
