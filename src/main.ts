await import("./cli/small-footprint.js");

// `npm start` is `carillon start`: one way to start, whoever asks.
const { runAsProgram } = await import("#cli/command-line.ts");
await runAsProgram(["start", ...process.argv.slice(2)]);
