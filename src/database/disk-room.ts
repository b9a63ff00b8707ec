import { statfs } from "node:fs/promises";

/** With less than this PostgreSQL can neither write nor start, in bytes: one segment of its log of writes. */
const least = 16 * 1_024 * 1_024;

/** Whether the disk of a folder has no room left for a database; false where the system does not say. */
export async function isDiskFull(folder: string): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize < least;
  } catch {
    return false;
  }
}
