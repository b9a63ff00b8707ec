import { runAsProgram } from "#cli/command-line.ts";

// `npm start` is `carillon start`: one way to start, whoever asks.
await runAsProgram(["start", ...process.argv.slice(2)]);
