import type { Db } from "#database/open.ts";
import { findLoginToken } from "#features/accounts/store.ts";

/*
 * better-auth tells the page the tokens of logins, also of those on other devices: whoever read one could be that
 * person. The browser has its own in a cookie that no script reads, so the page works with the logins' ids.
 */

/** The answer without any token. */
export async function withoutTokens(answer: Response): Promise<Response> {
  if (answer.headers.get("content-type")?.includes("json") !== true) return answer;
  const text = await answer.text();
  const headers = new Headers(answer.headers);
  headers.delete("content-length");
  const told = text === "" ? null : JSON.stringify(JSON.parse(text), dropToken);
  return new Response(told, { status: answer.status, headers });
}

function dropToken(key: string, value: unknown): unknown {
  return key === "token" && typeof value === "string" ? undefined : value;
}

/** A request to end a login names it by its id; better-auth, which checks whose it is, wants its token. */
export async function withToken(request: Request, db: Db): Promise<Request> {
  if (request.method !== "POST" || !new URL(request.url).pathname.endsWith("/revoke-session")) return request;
  const id = await readId(request.clone());
  const token = (await findLoginToken(db, id)) ?? "";
  return new Request(request.url, { method: "POST", headers: request.headers, body: JSON.stringify({ token }) });
}

async function readId(request: Request): Promise<string> {
  try {
    const { id } = (await request.json()) as { readonly id?: unknown };
    return typeof id === "string" ? id : "";
  } catch {
    return "";
  }
}
