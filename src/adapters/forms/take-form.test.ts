import { createHash, randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";

import { describe, expect, it } from "vitest";

import { takeForm } from "./take-form.ts";

/** A form as a browser sends it. */
function sent(form: FormData) {
  const { headers, body } = new Response(form);
  if (body === null) throw new Error("a form has a body");
  return { contentType: headers.get("content-type") ?? "", content: body };
}

const bytes = randomBytes(3_000_000);
const sum = (all: Uint8Array) => createHash("sha256").update(all).digest("hex");

describe("a form with files", () => {
  it("is taken in whole, its files on the disk until they are forgotten", async () => {
    const form = new FormData();
    form.append("note", "été");
    form.append("file", new File([bytes], "Élèves d'été.xlsx", { type: "application/x-school" }));
    const taken = await takeForm({ ...sent(form), mostBytes: 4_000_000 });
    if (typeof taken === "string") throw new Error(taken);
    const file = taken.form.get("file");
    if (!(file instanceof File)) throw new Error("no file");
    expect(taken.form.get("note")).toBe("été");
    expect([file.name, file.type, file.size]).toEqual(["Élèves d'été.xlsx", "application/x-school", bytes.length]);
    expect(sum(new Uint8Array(await file.arrayBuffer()))).toBe(sum(bytes));
    await taken.forget();
    await expect(file.arrayBuffer()).rejects.toThrow(/could not be read/);
  });

  it("that is too large is read no further than it may be, whatever it said of itself", async () => {
    let read = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n');
      for (;;) {
        read += 65_536;
        yield new Uint8Array(65_536);
      }
    }
    const mine = () => readdirSync(tmpdir()).filter((name) => name.startsWith("carillon-form-")).length;
    const before = mine();
    const taken = await takeForm({
      contentType: "multipart/form-data; boundary=x",
      content: endless(),
      mostBytes: 1_000_000,
    });
    expect(taken).toBe("too large");
    expect(read).toBeLessThan(1_200_000);
    expect(mine()).toBeLessThanOrEqual(before);
  });

  it("that ends before its end, or is none, is broken", async () => {
    const form = new FormData();
    form.append("file", new File([bytes], "a.xlsx"));
    const { contentType, content } = sent(form);
    async function* cutOff(): AsyncGenerator<Uint8Array> {
      let size = 0;
      for await (const chunk of content) {
        if (size > 1_000_000) return;
        size += chunk.length;
        yield chunk;
      }
    }
    expect(await takeForm({ contentType, content: cutOff(), mostBytes: 4_000_000 })).toBe("broken");
    const nothing = (async function* none(): AsyncGenerator<Uint8Array> {})();
    expect(await takeForm({ contentType: "multipart/form-data", content: nothing, mostBytes: 10 })).toBe("broken");
  });
});
