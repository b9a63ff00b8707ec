/**
 * The areas of the API that a token can be let into. People's accounts, their tokens and the settings are not among
 * them: a program that can give itself rights has all of them.
 */
export const tokenAreas = [
  "school",
  "timetable",
  "sessions",
  "roster",
  "participation",
  "rankings",
  "messages",
  "scenarios",
] as const;

type Area = (typeof tokenAreas)[number];

/** What a token may do: read an area, read and change it, or read the figures for Prometheus. */
export type Scope = `${Area}:${"read" | "change"}` | "metrics:read";

/** Every scope that there is. */
export const scopes: readonly Scope[] = [
  ...tokenAreas.flatMap((area) => [`${area}:read` as const, `${area}:change` as const]),
  "metrics:read",
];

/** Whether a text names a scope. */
function isScope(text: string): text is Scope {
  return (scopes as readonly string[]).includes(text);
}

/** The scope that a call needs; `undefined` where no token is let in. Who may change an area may read it. */
export function scopeFor(area: string, method: string): Scope | undefined {
  const wanted = `${area}:${method === "GET" ? "read" : "change"}`;
  return isScope(wanted) ? wanted : undefined;
}

/** Whether a token with these scopes may make a call of an area. */
export function tokenAllows(given: readonly string[], area: string, method: string): boolean {
  const wanted = scopeFor(area, method);
  if (wanted === undefined) return false;
  return given.includes(wanted) || (method === "GET" && given.includes(`${area}:change`));
}

/** Every token begins so: whoever finds one in a log or a repository knows what it is. */
export const tokenStart = "carillon_";
