import { and, asc, eq, like, sql } from "drizzle-orm";
import { createHash } from "node:crypto";

import { insertMany } from "#database/many.ts";
import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";

import type { OutgoingFile, Receipt } from "./ports.ts";
import type { MessageFile } from "./rules.ts";
import { files, messageFiles } from "./tables.ts";

/** Keeps a file, once whatever number of messages carries it; gives its id. */
export async function keepFile(db: Db, file: MessageFile, now: Instant): Promise<string> {
  await keepFiles(db, [file], now);
  return fingerprint(file);
}

/** A file in its place in a message, counted from 0. */
export interface CarriedFile {
  readonly messageId: string;
  readonly position: number;
  readonly file: MessageFile;
}

/** Says which files new messages carry. Run it in the transaction that adds them. */
export async function attachFiles(db: Db, carried: readonly CarriedFile[], now: Instant): Promise<void> {
  await keepFiles(
    db,
    carried.map(({ file }) => file),
    now,
  );
  const rows = carried.map(({ file, ...place }) => ({ ...place, fileId: fingerprint(file), name: file.name }));
  await insertMany(db, messageFiles, rows);
}

/** Says which files a message carries, in their order; what it carried before is let go. */
export async function exchangeFiles(
  db: Db,
  messageId: string,
  wanted: readonly MessageFile[],
  now: Instant,
): Promise<void> {
  await db.delete(messageFiles).where(eq(messageFiles.messageId, messageId));
  await attachFiles(
    db,
    wanted.map((file, position) => ({ messageId, position, file })),
    now,
  );
}

async function keepFiles(db: Db, given: readonly MessageFile[], now: Instant): Promise<void> {
  const rows = new Map(
    given.map((file) => {
      const { mediaType, bytes } = file;
      const id = fingerprint(file);
      return [id, { id, mediaType, bytes, createdAt: now }];
    }),
  );
  if (rows.size === 0) return;
  await db
    .insert(files)
    .values([...rows.values()])
    // Bytes that were let go as old come back.
    .onConflictDoUpdate({
      target: files.id,
      set: { bytes: sql`excluded.bytes` },
      setWhere: sql`octet_length(${files.bytes}) = 0`,
    });
}

/** Whether a message carries exactly these files. */
export async function carries(db: Db, messageId: string, wanted: readonly MessageFile[]): Promise<boolean> {
  const rows = await db
    .select({ fileId: messageFiles.fileId })
    .from(messageFiles)
    .where(eq(messageFiles.messageId, messageId))
    .orderBy(asc(messageFiles.position));
  return rows.map((row) => row.fileId).join() === wanted.map(fingerprint).join();
}

function fingerprint(file: MessageFile): string {
  return createHash("sha256").update(file.bytes).digest("hex");
}

/** A message's files for Telegram; bytes are read only for what Telegram does not keep yet. */
export async function readFiles(db: Db, messageId: string): Promise<readonly OutgoingFile[]> {
  const rows = await db
    .select({ name: messageFiles.name, ...forTelegram })
    .from(messageFiles)
    .innerJoin(files, eq(files.id, messageFiles.fileId))
    .where(eq(messageFiles.messageId, messageId))
    .orderBy(asc(messageFiles.position));
  return rows.map(({ name, ...known }) => outgoing(name, known));
}

/** One file for Telegram. Throws when it is not kept. */
export async function readFile(db: Db, fileId: string, name: string): Promise<OutgoingFile> {
  const [known] = await db.select(forTelegram).from(files).where(eq(files.id, fileId));
  if (known === undefined) throw new Error(`file ${fileId} is lost`);
  return outgoing(name, known);
}

const forTelegram = {
  mediaType: files.mediaType,
  telegramFileId: files.telegramFileId,
  bytes: sql<Uint8Array | null>`case when ${files.telegramFileId} is null then ${files.bytes} end`,
};

function outgoing(
  name: string,
  known: { readonly mediaType: string; readonly telegramFileId: string | null; readonly bytes: Uint8Array | null },
): OutgoingFile {
  const { mediaType, telegramFileId } = known;
  const source = telegramFileId === null ? (known.bytes ?? new Uint8Array()) : { telegramFileId };
  return { name, mediaType, source };
}

/** Telegram keeps these files now: what carries them next need not send their bytes. */
export async function rememberFiles(db: Db, messageId: string, receipt: Receipt): Promise<void> {
  if (receipt.fileIds.length === 0) return;
  await db.execute(sql`
    update ${files} set telegram_file_id = given.telegram_file_id
      from unnest(${sql.param([...receipt.fileIds])}::text[]) with ordinality as given(telegram_file_id, place)
      join ${messageFiles} on ${messageFiles.messageId} = ${messageId} and ${messageFiles.position} = given.place - 1
     where ${files.id} = ${messageFiles.fileId}`);
}

/** Has one message carry what another carries. */
export async function copyFiles(db: Db, fromId: string, toId: string): Promise<void> {
  const rows = await db.select().from(messageFiles).where(eq(messageFiles.messageId, fromId));
  if (rows.length > 0) await db.insert(messageFiles).values(rows.map((row) => ({ ...row, messageId: toId })));
}

/** The first picture that a message carries, as it was kept; `undefined` when it carries none, or none any more. */
export async function readFirstPicture(
  db: Db,
  messageId: string,
): Promise<{ readonly mediaType: string; readonly bytes: Uint8Array } | undefined> {
  const [row] = await db
    .select({ mediaType: files.mediaType, bytes: files.bytes })
    .from(messageFiles)
    .innerJoin(files, eq(files.id, messageFiles.fileId))
    .where(and(eq(messageFiles.messageId, messageId), like(files.mediaType, "image/%")))
    .orderBy(asc(messageFiles.position))
    .limit(1);
  return row?.bytes.length === 0 ? undefined : row;
}
