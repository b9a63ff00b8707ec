import { z } from "zod";

/**
 * A backup is plain SQL, gzipped: a first line that says what it is, a COPY block a table (as `pg_dump` writes
 * them, so `psql` reads it too), and a last line that proves it whole.
 */
export const header = z.object({
  format: z.literal(1),
  takenAt: z.string(),
  /** The last migration that the database had: a restore goes back to it first, then forward. */
  migration: z.string(),
  /** The mark of the key that sealed its secrets; it tells nothing of the key. Older backups have none. */
  key: z.string().optional(),
});

/** The first line, without its mark. */
export type BackupHeader = z.infer<typeof header>;

export const footer = z.object({
  /** Rows by table. */
  rows: z.record(z.string(), z.number()),
  /** SHA-256 of everything before this line, in hex. */
  sha256: z.string(),
});

/** The last line, without its mark. */
export type BackupFooter = z.infer<typeof footer>;

export const headerMark = "-- Carillon backup ";
export const footerMark = "-- end of Carillon backup ";

/** Ends the rows of a table. */
export const endOfRows = "\\.";

/** `COPY public."x" ("a", "b") FROM stdin;` */
export function copyLine(table: string, columns: readonly string[]): string {
  return `COPY public.${quoted(table)} (${columns.map(quoted).join(", ")}) FROM stdin;`;
}

/** The table of such a line, and the statement as PostgreSQL wants it; undefined for any other line. */
export function readCopyLine(line: string): { readonly table: string; readonly statement: string } | undefined {
  const match = /^COPY public\."([a-z0-9_]+)" \(("[a-z0-9_]+"(?:, "[a-z0-9_]+")*)\) FROM stdin;$/.exec(line);
  if (match?.[1] === undefined) return undefined;
  return { table: match[1], statement: line.slice(0, -1) };
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
