import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { frameBytes, frameCutter, readFrame } from "./frames.ts";
import { readEnd } from "./read-end.ts";
import { zoneChanges } from "./zone-changes.ts";

describe("frames", () => {
  it("come out as they went in, however the stream is cut", () => {
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.string(), fc.string())),
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        (frames, cuts) => {
          const bytes = Buffer.concat(frames.map(frameBytes));
          const cut = frameCutter(1_000_000);
          const bodies: (Buffer | "too long")[] = [];
          for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
            const step = cuts[turn % cuts.length] ?? 1;
            bodies.push(...cut(bytes.subarray(at, at + step)));
            at += step;
          }
          const read = bodies.map((body) => (body === "too long" ? body : JSON.parse(body.toString())));
          expect(JSON.stringify(read)).toBe(JSON.stringify(frames));
        },
      ),
    );
  });

  it("end where one says that it is longer than any", () => {
    const cut = frameCutter(10);
    expect(cut(Buffer.from([0x7f, 0xff, 0xff, 0xff]))).toEqual(["too long"]);
  });

  it("that are no objects are told as such", () => {
    for (const text of ["[1]", "null", "5", "{", ""]) expect(readFrame(Buffer.from(text)).kind).toBe("wrong");
  });
});

describe("the end that a child tells", () => {
  it("is only one that our Python writes", () => {
    expect(readEnd({ how: "returned", success: true, message: "a\0\ud800" })).toMatchObject({ message: "a��" });
    expect(readEnd({ how: "returned", success: 1, message: "a" })).toBeUndefined();
    expect(
      readEnd({ how: "raised", type: "X", message: "m", steps: Array.from({ length: 99 }, () => ({})) }),
    ).toBeUndefined();
    expect(readEnd({ how: "stopped", by: "time", cause: "" })).toBeUndefined();
  });
});

describe("the changes of a zone", () => {
  it("are those of the machine, and none for what is no zone", () => {
    const paris = zoneChanges("Europe/Paris");
    expect(paris?.types.map(([offset, summer]) => [offset, summer])).toContainEqual([7_200, 1]);
    expect(paris?.changes).toContainEqual([1_774_746_000, expect.any(Number)]);
    expect(zoneChanges("Africa/Abidjan")?.changes).toEqual([]);
    expect(zoneChanges("../../etc/passwd")).toBeUndefined();
    expect(zoneChanges("Nowhere/Land")).toBeUndefined();
  });
});
