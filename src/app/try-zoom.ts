import { openZoom } from "#adapters/zoom/open-zoom.ts";
import { tokensInMemory } from "#adapters/zoom/token.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

/** What Carillon asks of Zoom, as the tab "Scopes" of Zoom's app names it (granular scopes, Zoom's API reference). */
const neededScopes = [
  "meeting:write:meeting:admin",
  "meeting:update:meeting:admin",
  "meeting:delete:meeting:admin",
  "meeting:read:meeting:admin",
  "meeting:read:list_meetings:admin",
  "meeting:read:list_past_instances:admin",
  "meeting:read:list_past_participants:admin",
  "report:read:list_meeting_participants:admin",
  "user:read:list_users:admin",
] as const;

/** A Zoom account that answered. */
export interface TriedZoom {
  readonly account: string;
  /** What the app lacks; `undefined` when Zoom does not say what it granted. */
  readonly missingScopes: readonly string[] | undefined;
}

/** Asks Zoom with these keys, by a token of its own: who it is, and what its app may not do. */
export async function tryZoom(zoom: Omit<Parameters<typeof openZoom>[0], "tokens">): Promise<Result<TriedZoom>> {
  const tokens = tokensInMemory();
  const answer = await openZoom({ ...zoom, tokens }).check();
  const granted = (await tokens.read())?.scopes;
  const missingScopes = granted === undefined ? undefined : neededScopes.filter((scope) => !granted.includes(scope));
  // An app without the right to list its users is told with all else that it lacks.
  if (answer.kind === "refused" && missingScopes !== undefined && missingScopes.length > 0) {
    return ok({ account: zoom.accountId, missingScopes });
  }
  return answer.kind === "done" ? ok({ account: answer.value, missingScopes }) : failed(answer.failure);
}
