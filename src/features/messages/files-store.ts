import { and, asc, eq, like, sql } from "drizzle-orm";
import { createHash } from "node:crypto";

import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";

import type { OutgoingFile, Receipt } from "./ports.ts";
import type { MessageFile } from "./rules.ts";
import { files, messageFiles } from "./tables.ts";

/** Keeps a file, once whatever number of messages carries it; gives its id. */
export async function keepFile(db: Db, file: MessageFile, now: Instant): Promise<string> {
  const id = fingerprint(file);
  const { mediaType, bytes } = file;
  await db
    .insert(files)
    .values({ id, mediaType, bytes, createdAt: now })
    // Bytes that were let go as old come back.
    .onConflictDoUpdate({ target: files.id, set: { bytes }, setWhere: sql`octet_length(${files.bytes}) = 0` });
  return id;
}

/** Says which files a message carries, in their order; what it carried before is let go. */
export async function attachFiles(
  db: Db,
  messageId: string,
  carried: readonly MessageFile[],
  now: Instant,
): Promise<void> {
  await db.delete(messageFiles).where(eq(messageFiles.messageId, messageId));
  for (const [position, file] of carried.entries()) {
    const fileId = await keepFile(db, file, now);
    await db.insert(messageFiles).values({ messageId, position, fileId, name: file.name });
  }
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
    .select({ fileId: messageFiles.fileId, name: messageFiles.name })
    .from(messageFiles)
    .where(eq(messageFiles.messageId, messageId))
    .orderBy(asc(messageFiles.position));
  const outgoing: OutgoingFile[] = [];
  for (const { fileId, name } of rows) outgoing.push(await readFile(db, fileId, name));
  return outgoing;
}

/** One file for Telegram. Throws when it is not kept. */
export async function readFile(db: Db, fileId: string, name: string): Promise<OutgoingFile> {
  const [known] = await db
    .select({ mediaType: files.mediaType, telegramFileId: files.telegramFileId })
    .from(files)
    .where(eq(files.id, fileId));
  if (known === undefined) throw new Error(`file ${fileId} is lost`);
  const { mediaType, telegramFileId } = known;
  if (telegramFileId !== null) return { name, mediaType, source: { telegramFileId } };
  const [row] = await db.select({ bytes: files.bytes }).from(files).where(eq(files.id, fileId));
  return { name, mediaType, source: row?.bytes ?? new Uint8Array() };
}

/** Telegram keeps these files now: what carries them next need not send their bytes. */
export async function rememberFiles(db: Db, messageId: string, receipt: Receipt): Promise<void> {
  for (const [position, telegramFileId] of receipt.fileIds.entries()) {
    const [carried] = await db
      .select({ fileId: messageFiles.fileId })
      .from(messageFiles)
      .where(and(eq(messageFiles.messageId, messageId), eq(messageFiles.position, position)));
    if (carried !== undefined) await db.update(files).set({ telegramFileId }).where(eq(files.id, carried.fileId));
  }
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
