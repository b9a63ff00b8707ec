import { Writable } from "node:stream";

import { expect, test } from "vitest";

import { openTerminal } from "./terminal.ts";

/** Both streams end up in one text, as on a screen. */
function screen(isTTY: boolean) {
  let seen = "";
  const stream = () =>
    Object.assign(
      new Writable({
        write(chunk: Buffer, _encoding, done) {
          seen += chunk.toString();
          done();
        },
      }),
      { isTTY },
    );
  return { terminal: openTerminal({ stdout: stream(), stderr: stream() }, {}), seen: () => seen };
}

test("what passes is gone before the next word, and is not written where nobody looks", () => {
  const person = screen(true);
  person.terminal.passing("week 1");
  person.terminal.passing("week 2");
  person.terminal.print("done");
  person.terminal.print("end");
  expect(person.seen()).toBe("week 1\r\u001b[2Kweek 2\r\u001b[2Kdone\nend\n");
  const file = screen(false);
  file.terminal.passing("week 1");
  file.terminal.print("done");
  expect(file.seen()).toBe("done\n");
});
