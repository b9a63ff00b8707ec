import type { StoppedBy } from "#features/scenarios/python-rules.ts";

/** An attack that its process does not survive, or that is ended from outside. */
export interface FatalAttack {
  readonly name: string;
  /** A whole scenario. */
  readonly code: string;
  /** It goes on until its time is over: one second then, since a busy machine must not end the others. */
  readonly endless?: true;
  /** How it must end; an error of its own is an end too. */
  readonly ends: readonly (StoppedBy | "raised" | "returned")[];
}

const run = (body: string) => `def run_scenario():\n${body.replace(/^/gm, "    ")}\n`;

const wire = `import sys, os
wire = sys.modules["carillon._wire"]
pipe = wire._state["fd"]
`;

/** A frame with its length before it, written as bytes. */
const frame = (bytes: string) =>
  run(`${wire}body = ${bytes}
os.write(pipe, len(body).to_bytes(4, "big") + body)
wire.receive()
return True, "accepted"`);

/** Each of them takes a process of its own. */
export const fatalAttacks: readonly FatalAttack[] = [
  {
    name: "a loop that catches everything",
    endless: true,
    code: run(`while True:
    try:
        while True:
            pass
    except BaseException:
        pass`),
    ends: ["time", "cpu"],
  },
  { name: "a loop inside C", endless: true, code: run("return True, str(sum(range(10**15)))"), ends: ["time", "cpu"] },
  {
    name: "a regular expression that never ends",
    endless: true,
    code: run(`return True, str(re.match(r"(a+)+$", "a" * 60 + "b"))`),
    ends: ["time", "cpu"],
  },
  {
    name: "a power that never ends",
    endless: true,
    code: run("return True, str(len(bin(7 ** 7 ** 9)))"),
    ends: ["time", "cpu", "raised"],
  },
  {
    name: "sleeping past the limit",
    endless: true,
    code: run("import time as t\nt.sleep(3600)\nreturn True, ''"),
    ends: ["time", "cpu"],
  },
  {
    name: "memory taken in a loop that catches everything",
    endless: true,
    code: run(`kept = []
while True:
    try:
        kept.append(bytearray(20_000_000))
    except MemoryError:
        pass`),
    ends: ["time", "cpu", "memory", "crash"],
  },
  { name: "a flood of the log", code: run(`while True:\n    print("x" * 4000)`), ends: ["output"] },
  { name: "a flood of questions", code: run(`while True:\n    db.session.rollback()`), ends: ["calls", "time"] },
  { name: "os._exit", code: run("import os\nos._exit(0)"), ends: ["crash"] },
  {
    name: "an abort of the interpreter",
    code: run("import signal\nsignal.raise_signal(signal.SIGABRT)\nreturn True, ''"),
    ends: ["crash", "raised", "returned", "time"],
  },
  { name: "a frame that is not JSON", code: frame(`b"not json"`), ends: ["forged"] },
  { name: "a frame that is a list", code: frame(`b"[1, 2, 3]"`), ends: ["forged"] },
  { name: "a frame out of its order", code: frame(`b'{"n": 99, "op": "send"}'`), ends: ["forged"] },
  {
    name: "a frame longer than any",
    code: run(`${wire}os.write(pipe, (2**31).to_bytes(4, "big"))
wire.receive()
return True, "accepted"`),
    ends: ["forged"],
  },
  {
    name: "an end that promises more than it may",
    code: frame(`b'{"n": 1, "op": "end", "how": "returned", "success": "yes", "message": 5}'`),
    ends: ["forged"],
  },
];

/** Frames on every other descriptor go nowhere: only the pipe is heard, and what is said there is judged. */
export const otherDescriptors = run(`import os
body = b'{"n": 1, "op": "end", "how": "returned", "success": true, "message": "forged"}'
data = len(body).to_bytes(4, "big") + body
tried = 0
for descriptor in [0, 1, 2, *range(4, 64)]:
    if descriptor == __import__("sys").modules["carillon._wire"]._state["fd"]:
        continue
    try:
        os.write(descriptor, data)
        tried += 1
    except OSError:
        pass
return True, "honest"`);

/** A state left behind for the next run. */
export const leavesState = run(`import builtins, json, sys
builtins.LEFT = "left"
json.LEFT = "left"
sys.modules["left"] = json
open("/tmp/left", "w").write("left")
return True, "left"`);

/** And the next run looking for it. */
export const findsState = run(`import builtins, json, sys, os
found = [hasattr(builtins, "LEFT"), hasattr(json, "LEFT"), "left" in sys.modules, os.path.exists("/tmp/left")]
return True, str(any(found))`);
