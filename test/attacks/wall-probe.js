// @ts-check
// Free JavaScript behind Node's and the kernel's walls only: it tries what a scenario that broke out of Python would
// try, and says what came of it on the pipe.
import fs from "node:fs";

const [planted = "", marker = "", port = "0"] = process.argv.slice(2);

/** @type {Record<string, () => unknown>} */
const tries = {
  "read a file": () => fs.readFileSync(planted, "utf8"),
  "read /etc/passwd": () => fs.readFileSync("/etc/passwd", "utf8"),
  "read the environment of the process": () => fs.readFileSync("/proc/self/environ", "utf8"),
  "list a folder": () => fs.readdirSync("/"),
  "write a file": () => fs.writeFileSync(marker, "here"),
  "make a link": () => fs.symlinkSync("/etc/passwd", marker),
  "start a process": () => process.getBuiltinModule("node:child_process").execFileSync("/bin/sh", ["-c", "id"]),
  "start a thread": () => new (process.getBuiltinModule("node:worker_threads").Worker)("0", { eval: true }),
  "load native code": () => process.dlopen({ exports: {} }, "/lib/x86_64-linux-gnu/libc.so.6"),
  "reach the inner bindings": () => Reflect.get(process, "binding").call(process, "spawn_sync"),
  "make code from text": () => Function("return process")(),
  "evaluate text": () => Reflect.get(globalThis, "eval")("1 + 1"),
  "look into the process": () => process.getBuiltinModule("node:inspector").open(0),
};

/** @type {Record<string, string>} */
const outcomes = {};
for (const [name, attempt] of Object.entries(tries)) outcomes[name] = told(attempt);
outcomes["connect"] = await connecting();
outcomes["environment"] = JSON.stringify(
  Object.keys(process.env).filter((name) => !/^(?:PWD|OLDPWD|SHLVL|_)$/.test(name)),
);
const body = Buffer.from(
  JSON.stringify({ n: 1, op: "end", how: "returned", success: true, message: JSON.stringify(outcomes) }),
);
const head = Buffer.alloc(4);
head.writeUInt32BE(body.byteLength);
fs.writeSync(3, Buffer.concat([head, body]));
// Until it is ended.
fs.readSync(3, Buffer.alloc(1));

/** @param {() => unknown} attempt */
function told(attempt) {
  try {
    return `reached: ${String(attempt()).slice(0, 80)}`;
  } catch (error) {
    return `refused: ${String(/** @type {any} */ (error).code ?? error).slice(0, 80)}`;
  }
}

async function connecting() {
  try {
    const net = process.getBuiltinModule("node:net");
    return await new Promise((resolve) => {
      const socket = net.connect(Number(port), "127.0.0.1");
      socket.on("connect", () => resolve("reached"));
      socket.on("error", (error) => resolve(`refused: ${/** @type {any} */ (error).code}`));
    });
  } catch (error) {
    return `refused: ${/** @type {any} */ (error).code}`;
  }
}
