import { createWriteStream, openAsBlob } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { Busboy } from "@fastify/busboy";

/** A form whose files lie on the disk until it is forgotten. */
export interface TakenForm {
  readonly form: FormData;
  /** Takes its files away. */
  forget(): Promise<void>;
}

/** Takes in a form with files (`multipart/form-data`); `broken` when it ends before its end, or is no form. */
export type TakeForm = (what: {
  readonly contentType: string;
  readonly content: AsyncIterable<Uint8Array>;
  /** Nothing is read beyond so many bytes, however large the sender said that the form is. */
  readonly mostBytes: number;
}) => Promise<TakenForm | "too large" | "broken">;

/** Beside its files a form is a few words. */
const mostFields = 20;
const mostFieldBytes = 64 * 1024;

/** Takes in a form as it flows: each file goes to the disk piece by piece, and is a `File` that is read from there. */
export const takeForm: TakeForm = async ({ contentType, content, mostBytes }) => {
  const folder = await mkdtemp(join(tmpdir(), "carillon-form-"));
  const forget = async () => await rm(folder, { recursive: true, force: true });
  const form = new FormData();
  const streams: Readable[] = [];
  const written: Promise<void>[] = [];
  try {
    const reader = new Busboy({
      headers: { "content-type": contentType },
      limits: { fields: mostFields, fieldSize: mostFieldBytes, parts: mostFields },
    });
    reader.on("field", (name, value) => form.append(name, value));
    reader.on("file", (name, stream, fileName, _, type) => {
      const path = join(folder, String(written.length));
      const toDisk = async () => {
        await pipeline(stream, createWriteStream(path, { mode: 0o600 }));
        form.append(name, new File([await openAsBlob(path)], fileName, { type }));
      };
      const done = toDisk();
      // It is waited for below; until then nobody hears that it failed.
      done.catch(() => undefined);
      streams.push(stream);
      written.push(done);
    });
    await pipeline(Readable.from(bounded(content, mostBytes)), reader);
    await Promise.all(written);
    return { form, forget };
  } catch (error) {
    // A file that stopped half way would wait for its end for ever.
    for (const stream of streams) stream.destroy();
    await Promise.allSettled(written);
    await forget();
    if (error instanceof TooLarge) return "too large";
    if (isOfTheDisk(error)) throw error;
    return "broken";
  }
};

/** More came than is taken; thrown so that nothing more is read. */
class TooLarge extends Error {}

async function* bounded(content: AsyncIterable<Uint8Array>, mostBytes: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of content) {
    size += chunk.length;
    if (size > mostBytes) throw new TooLarge();
    yield chunk;
  }
}

/** The disk's own errors are surprises; all others come from what was sent. */
function isOfTheDisk(error: unknown): boolean {
  return error instanceof Error && "syscall" in error && "errno" in error;
}
