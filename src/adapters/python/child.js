// @ts-check
// The process that runs a scenario: Pyodide, sealed, at the end of one pipe (descriptor 3).
// Plain JavaScript, since types would have to be stripped at each start. Its arguments: what to do ("snapshot" or
// "serve"), Pyodide's folder, the folder of our Python, and the snapshot's file when serving.
import childProcess from "node:child_process";
import cluster from "node:cluster";
import dgram from "node:dgram";
import dns from "node:dns";
import fs from "node:fs";
import http from "node:http";
import http2 from "node:http2";
import https from "node:https";
import module from "node:module";
import net from "node:net";
import os from "node:os";
import { pathToFileURL } from "node:url";
import tls from "node:tls";
import vm from "node:vm";
import workerThreads from "node:worker_threads";

const [what = "", pyodideFolder = "", pythonFolder = "", snapshotFile = ""] = process.argv.slice(2);
const pipe = 3;
const pageBytes = 65_536;
/** What the process needs beside Python's own memory, in megabytes: so Python meets its limit before the host ends it. */
const besidePython = 170;
/** What files in memory may hold together, in bytes. */
const mostFileBytes = 32 * 1024 * 1024;

// The pipe gives no sign when something comes, so it is looked at: at once for the answer to a question, which takes
// less than a millisecond, and ever less often by a process that stands by. In milliseconds.
const shortestWait = 0.05;
const longestWait = 16;

// Kept before the globals go.
const { readSync, writeSync, readFileSync, readdirSync } = fs;
const exit = process.exit.bind(process);
const environment = process.env;
// The moment comes from the host; what has passed since then is counted here, where src/lib cannot be loaded.
const stopwatch = Reflect.get(performance, "now").bind(performance);
/** @type {any} */
const webAssembly = Reflect.get(globalThis, "WebAssembly");
const { grow } = webAssembly.Memory.prototype;

// Python is told how its program is called; where it lies on this machine is nobody's business.
process.argv.splice(1, Infinity, "python");

// Pyodide asks an interface that the permission model closes; only its numbers for real files are behind it.
Object.defineProperty(process, "binding", { value: () => ({ fs: {}, os: { signals: {} }, trace: {} }) });

const { loadPyodide } = await import(pathToFileURL(`${pyodideFolder}/pyodide.mjs`).href);
const silence = { stdin: () => null, stdout: () => undefined, stderr: () => undefined };
const options = { indexURL: `${pyodideFolder}/`, ...silence };
if (what === "snapshot") await makeSnapshot();
else await serve();

/** Loads our Python into a fresh interpreter and sends the memory it fills. */
async function makeSnapshot() {
  const python = await loadPyodide({ ...options, _makeSnapshot: true });
  loadCarillon(python);
  sendAll(python.makeMemorySnapshot());
  exit(0);
}

/** @param {any} python */
function loadCarillon(python) {
  python.FS.mkdirTree("/carillon-source/carillon");
  for (const file of readdirSync(pythonFolder)) {
    if (!file.endsWith(".py")) continue;
    python.FS.writeFile(`/carillon-source/carillon/${file}`, readFileSync(`${pythonFolder}/${file}`));
  }
  python.runPython(`
import sys
sys.dont_write_bytecode = True
sys.path.insert(0, "/carillon-source")
import carillon._run, carillon._seal
import collections, decimal, fractions, functools, itertools, math, random, string, textwrap, unicodedata, uuid, _strptime
sys.path.remove("/carillon-source")
`);
}

/** Restores the interpreter, says so, and obeys: looks at code, any number of times, or one run, which is the last. */
async function serve() {
  const python = await loadPyodide({
    ...options,
    ...(snapshotFile === "" ? {} : { _loadSnapshot: readFileSync(snapshotFile) }),
  });
  if (snapshotFile === "") loadCarillon(python);
  const main = python.pyimport("carillon._run").main;
  python.pyimport("carillon._seal").seal();
  openDevice(python.FS);
  limitFiles(python.FS);
  removeBuiltins(Reflect.get(python, "_module").HEAPU8);
  sealRealm();
  send({ ready: true });
  for (;;) {
    const start = receive();
    environment["TZ"] = start.timeZone;
    setClock(start.now);
    limitMemory(Math.max(64, start.memoryMegabytes - besidePython));
    main();
  }
}

/** `/dev/carillon`: what Python writes goes to the host as it is, and the host judges it. @param {any} FS */
function openDevice(FS) {
  const device = FS.makedev(70, 0);
  FS.registerDevice(device, {
    open() {},
    close() {},
    /** @param {any} _stream @param {Int8Array} heap @param {number} offset @param {number} length */
    read(_stream, heap, offset, length) {
      const got = readSome(new Uint8Array(heap.buffer, heap.byteOffset + offset, length));
      if (got === 0) exit(0);
      return got;
    },
    /** @param {any} _stream @param {Int8Array} heap @param {number} offset @param {number} length */
    write(_stream, heap, offset, length) {
      return writeSome(new Uint8Array(heap.buffer, heap.byteOffset + offset, length));
    },
  });
  FS.mkdev("/dev/carillon", device);
}

/** Files in memory live outside Python's own memory, so they have a limit of their own. @param {any} FS */
function limitFiles(FS) {
  const { MEMFS } = FS.filesystems;
  const expand = MEMFS.expandFileStorage;
  let used = 0;
  MEMFS.expandFileStorage = (/** @type {any} */ node, /** @type {number} */ size) => {
    const before = node.contents?.length ?? 0;
    if (used + size - before > mostFileBytes) throw new FS.ErrnoError(51);
    expand(node, size);
    used += (node.contents?.length ?? 0) - before;
  };
}

/**
 * Modules compiled into Python that reach outside it: their names are taken out of the table of built-in modules,
 * which lies in Python's own memory, so that nothing can import them, whatever is done to `importlib`.
 * @param {Uint8Array} heap
 */
function removeBuiltins(heap) {
  const memory = Buffer.from(heap.buffer, heap.byteOffset, heap.byteLength);
  const names = ["_ctypes", "_posixsubprocess", "_socket", "_multiprocessing", "_pyodide_core", "_testcapi"];
  for (const name of [...names, "_testinternalcapi", "_remote_debugging", "_testlimitedcapi", "faulthandler"]) {
    // The table itself, and the list of modules that were loaded once and would be given again.
    for (const sought of [Buffer.from(`\0${name}\0`), Buffer.from(`:${name}\0`)]) {
      for (let at = memory.indexOf(sought); at >= 0; at = memory.indexOf(sought, at + 1)) memory[at + 1] = 0x2e;
    }
  }
}

function closed() {
  throw new Error("closed");
}

/** Takes away what JavaScript could reach, should a scenario ever reach JavaScript. */
function sealRealm() {
  const parts = [
    childProcess,
    cluster,
    dgram,
    dns,
    fs,
    http,
    http2,
    https,
    module,
    net,
    os,
    tls,
    vm,
    workerThreads,
    fs.promises,
  ];
  for (const part of parts) {
    for (const name of Object.getOwnPropertyNames(part)) {
      const property = Object.getOwnPropertyDescriptor(part, name);
      if (typeof property?.value !== "function" || !property.writable) continue;
      /** @type {any} */ (part)[name] = closed;
    }
  }
  // A compiled module brought along in a file would be machine code of its own.
  for (const name of ["Module", "Instance", "compile", "instantiate", "compileStreaming", "instantiateStreaming"]) {
    Object.defineProperty(webAssembly, name, { value: closed });
  }
  for (const name of ["dlopen", "kill", "_kill", "_debugProcess", "getBuiltinModule", "chdir", "setuid", "report"]) {
    Object.defineProperty(process, name, { value: closed, configurable: true });
  }
  for (const name of [
    "fetch",
    "WebSocket",
    "EventSource",
    "XMLHttpRequest",
    "Worker",
    "require",
    "navigator",
    "eval",
  ]) {
    if (name in globalThis) {
      Object.defineProperty(globalThis, name, { value: undefined, configurable: true, writable: true });
    }
  }
}

/** The host's time, which tests and simulations move. @param {number} startedAt milliseconds since 1970 */
function setClock(startedAt) {
  const began = stopwatch();
  const now = () => startedAt + (stopwatch() - began);
  Object.defineProperty(Date, "now", { value: now, configurable: true });
}

/** @param {number} megabytes of Python's own memory; the host watches the whole process besides */
function limitMemory(megabytes) {
  const mostPages = Math.floor((megabytes * 1024 * 1024) / pageBytes);
  Object.defineProperty(webAssembly.Memory.prototype, "grow", {
    configurable: true,
    /** @this {any} @param {number} pages */
    value(pages) {
      if (this.buffer.byteLength / pageBytes + pages > mostPages) throw new RangeError("the memory limit is reached");
      return grow.call(this, pages);
    },
  });
}

/** @param {object} frame */
function send(frame) {
  sendAll(Buffer.from(JSON.stringify(frame)));
}

/** @param {Uint8Array} body */
function sendAll(body) {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.byteLength);
  const whole = Buffer.concat([length, body]);
  for (let at = 0; at < whole.byteLength;) at += writeSome(whole.subarray(at));
}

function receive() {
  const length = readExactly(4).readUInt32BE();
  return JSON.parse(readExactly(length).toString());
}

/** @param {number} length */
function readExactly(length) {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length;) {
    const got = readSome(bytes.subarray(at));
    if (got === 0) exit(0);
    at += got;
  }
  return bytes;
}

/** @param {Uint8Array} into */
function readSome(into) {
  return whenItCan(() => readSync(pipe, into));
}

/** @param {Uint8Array} from */
function writeSome(from) {
  return whenItCan(() => writeSync(pipe, from));
}

/** Tries the pipe until it has something, or has room. @param {() => number} attempt gives how many bytes went */
function whenItCan(attempt) {
  for (let wait = shortestWait; ; wait = Math.min(2 * wait, longestWait)) {
    try {
      return attempt();
    } catch (error) {
      if (/** @type {any} */ (error).code !== "EAGAIN") throw error;
      pause(wait);
    }
  }
}

/** @param {number} ms */
function pause(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
