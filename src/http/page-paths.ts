/** What stands at these is not the page: questions of programs, built files, what services tell us, feeds. */
const taken = new Set(["api", "assets", "calendars", "health", "metrics", "telegram", "webhooks"]);

/**
 * Whether a browser that asks for this path gets the page's document, which finds its own page or says that there is
 * none: any path of plain words that nobody else owns, so that a new page needs nothing here.
 */
export function isPagePath(path: string): boolean {
  if (!/^\/(?:[\w~-]+(?:\/[\w~-]+)*)?$/.test(path)) return false;
  return !taken.has(path.split("/")[1] ?? "");
}
