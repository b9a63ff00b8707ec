#!/usr/bin/env node
// Plain JavaScript that every Node reads, because an older Node cannot even open a .ts file: it would answer
// "Unknown file extension" to somebody who only asked for help. It hands over to the Node that npm ci brought.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";

const needed = 26;

if (Number(process.versions.node.split(".")[0]) >= needed) {
  await import("./small-footprint.js");
  await import("./command-line.ts").then((loaded) => loaded.runAsProgram(process.argv.slice(2)));
} else {
  const program = process.platform === "win32" ? "node.exe" : "node";
  const brought = fileURLToPath(new URL(`../../node_modules/node/bin/${program}`, import.meta.url));
  if (existsSync(brought)) handOver(brought);
  else tellTooOld();
}

/** @param {string} brought the Node to run instead of this one */
function handOver(brought) {
  const itself = fileURLToPath(import.meta.url);
  const child = spawn(brought, [itself, ...process.argv.slice(2)], { stdio: "inherit" });
  // Ctrl-C reaches the child by itself; a supervisor's signal reaches only us. Either way it decides how to end.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on("error", tellTooOld);
  child.on("exit", (code, signal) => {
    process.exit(code ?? 128 + (constants.signals[signal] ?? 0));
  });
}

function tellTooOld() {
  process.stderr.write(
    `Carillon a besoin de Node ${needed} ou plus ; celui-ci est ${process.versions.node}.\n` +
      `  Que faire : lancez « npm ci » dans le dossier de Carillon (il apporte Node ${needed}), puis « npx carillon ».\n` +
      `Carillon needs Node ${needed} or newer; this one is ${process.versions.node}.\n` +
      `  What to do: run \`npm ci\` in Carillon's folder (it brings Node ${needed}), then \`npx carillon\`.\n`,
  );
  process.exitCode = 1;
}
