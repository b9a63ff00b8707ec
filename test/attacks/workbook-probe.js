// @ts-check
// Stands where the child that parses workbooks stands, and tries what a workbook that took its parser over would try.
import { readFileSync, readdirSync, writeFileSync, writeSync } from "node:fs";

const { planted, marker, port } = JSON.parse(readFileSync(0, "utf8"));

/** @type {Record<string, () => unknown>} */
const tries = {
  "read a file": () => readFileSync(planted, "utf8"),
  "read /etc/passwd": () => readFileSync("/etc/passwd", "utf8"),
  "list a folder": () => readdirSync("/"),
  "write a file": () => writeFileSync(marker, "here"),
  "start a process": () => process.getBuiltinModule("node:child_process").execFileSync("/bin/sh", ["-c", "id"]),
  "start a thread": () => new (process.getBuiltinModule("node:worker_threads").Worker)("0", { eval: true }),
  "make code from text": () => Function("return process")(),
};

/** @type {Record<string, string>} */
const outcomes = { connect: await connecting(), environment: Object.keys(process.env).join(" ") };
for (const [name, attempt] of Object.entries(tries)) {
  try {
    outcomes[name] = `reached: ${String(attempt()).slice(0, 80)}`;
  } catch {
    outcomes[name] = "refused";
  }
}
writeSync(1, JSON.stringify(outcomes));

async function connecting() {
  try {
    const net = process.getBuiltinModule("node:net");
    return await new Promise((resolve) => {
      const socket = net.connect(port, "127.0.0.1");
      socket.on("connect", () => resolve("reached"));
      socket.on("error", () => resolve("refused"));
    });
  } catch {
    return "refused";
  }
}
