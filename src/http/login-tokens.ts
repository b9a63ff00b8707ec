import { eq } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import { logins } from "#features/accounts/tables.ts";

/*
 * better-auth tells the page the tokens of logins, also of those on other devices: whoever read one could be that
 * person. The browser has its own in a cookie that no script reads, so the page works with the logins' ids.
 */

/** The answer without any token. */
export async function withoutTokens(answer: Response): Promise<Response> {
  if (answer.headers.get("content-type")?.includes("json") !== true) return answer;
  const told: unknown = await answer.json();
  const headers = new Headers(answer.headers);
  headers.delete("content-length");
  const isTold = (key: string, value: unknown) => !(key === "token" && typeof value === "string");
  const text = JSON.stringify(told, (key, value: unknown) => (isTold(key, value) ? value : undefined));
  return new Response(text, { status: answer.status, headers });
}

/** A request to end a login names it by its id; better-auth, which checks whose it is, wants its token. */
export async function withToken(request: Request, db: Db): Promise<Request> {
  if (!new URL(request.url).pathname.endsWith("/revoke-session")) return request;
  const id = await readId(request.clone());
  const [login] = await db.select({ token: logins.token }).from(logins).where(eq(logins.id, id));
  return new Request(request, { body: JSON.stringify({ token: login?.token ?? "" }) });
}

async function readId(request: Request): Promise<string> {
  try {
    const { id } = (await request.json()) as { readonly id?: unknown };
    return typeof id === "string" ? id : "";
  } catch {
    return "";
  }
}
