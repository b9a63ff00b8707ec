import { sql, type SQL } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";

import { literally } from "./literally.ts";

/** A text as people search it and put it in order: without accents and case. The same with every PostgreSQL. */
export function plainly(text: PgColumn | SQL): SQL {
  // Taking letters apart costs ten times what the rest does, and a text of as many bytes as letters has none to take apart.
  return sql`case when octet_length(${text}) = length(${text}) then lower(${text})
    else lower(regexp_replace(normalize(${text}, NFD), ${marks}::text, '', 'g')) end`;
}

/** Whether a text holds these words, without accents, case and doubled spaces. */
export function saysPlainly(text: PgColumn | SQL, words: string): SQL {
  const plain = words.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase().replaceAll(/\s+/gu, " ").trim();
  return sql`${plainly(text)} like ${`%${literally(plain)}%`}`;
}

/** The accents that stand behind their letter once it was taken apart, as a pattern of PostgreSQL's. */
const marks = String.raw`[\u0300-\u036f]`;
