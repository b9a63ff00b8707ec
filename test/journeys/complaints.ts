import type { BrowserContext, ConsoleMessage } from "playwright-core";

/**
 * The browser itself writes a line for each answer that is no success. The API refuses what people should not do, and
 * the page says so in words: those are no complaints. What the API does not know (404) or cannot answer (5xx) is one.
 */
const refusal = /^Failed to load resource: the server responded with a status of (400|401|403|409|413|429) /;

/** What the browser writes while a test has cut it off, and at no other time: the page is on this very machine. */
const cutOff = "Failed to load resource: net::ERR_INTERNET_DISCONNECTED";

/**
 * Gathers what the pages of a browser's window complain of from now on: errors and warnings of the console (React's and
 * those of the content policy among them), and what a script threw.
 */
export function gatherComplaints(context: BrowserContext, complaints: string[]): void {
  context.on("console", (message) => {
    if (!["error", "warning"].includes(message.type()) || isRefusal(message) || message.text() === cutOff) return;
    complaints.push(`${placeOf(message)}: ${message.text()}`);
  });
  context.on("weberror", (thrown) => {
    complaints.push(`${thrown.page()?.url() ?? "?"}: ${thrown.error().stack ?? thrown.error().message}`);
  });
}

function isRefusal(message: ConsoleMessage): boolean {
  return refusal.test(message.text()) && new URL(message.location().url).pathname.startsWith("/api/");
}

function placeOf(message: ConsoleMessage): string {
  const page = message.page()?.url() ?? "?";
  const { url } = message.location();
  return url === "" || url === page ? page : `${page} (${url})`;
}
