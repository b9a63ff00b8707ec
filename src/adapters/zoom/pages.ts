import { z } from "zod";

import type { Answer } from "#lib/failure.ts";
import { placeOf, type Ask, type Call } from "./caller.ts";
import { garbled } from "./silence.ts";

/** More than any school has (30,000 rows): a list that does not end is a fault, not data. */
const mostPages = 100;
/** Zoom's largest page for meetings and participants. */
const pageSize = "300";

/**
 * Every row of a paged list. When Zoom says that the page token is too old, the list is read once more from its
 * start; pages of two readings are never mixed, because rows may have moved between them.
 */
export async function everyRow<Page extends { next_page_token: string }, Row>(
  ask: Ask,
  call: Pick<Call, "path" | "query" | "label">,
  schema: z.ZodType<Page>,
  rowsOf: (page: Page) => readonly Row[],
): Promise<Answer<readonly Row[]>> {
  const first = await readThrough(ask, call, schema, rowsOf);
  const expired = first.kind === "refused" && first.failure.code === "zoom.page-expired";
  return expired ? readThrough(ask, call, schema, rowsOf) : first;
}

async function readThrough<Page extends { next_page_token: string }, Row>(
  ask: Ask,
  call: Pick<Call, "path" | "query" | "label">,
  schema: z.ZodType<Page>,
  rowsOf: (page: Page) => readonly Row[],
): Promise<Answer<readonly Row[]>> {
  const rows: Row[] = [];
  let pageToken = "";
  for (let page = 0; page < mostPages; page += 1) {
    const query = { ...call.query, page_size: pageSize, ...(pageToken === "" ? {} : { next_page_token: pageToken }) };
    const answer = await ask({ method: "GET", path: call.path, label: call.label, query }, schema);
    if (answer.kind !== "done") return answer;
    rows.push(...rowsOf(answer.value));
    if (answer.value.next_page_token === "") return { kind: "done", value: rows };
    pageToken = answer.value.next_page_token;
  }
  const endless = new z.ZodError([
    { code: "custom", path: ["next_page_token"], message: `more than ${mostPages} pages`, input: undefined },
  ]);
  return garbled(endless, placeOf({ method: "GET", path: call.path }, "Zoom"));
}
