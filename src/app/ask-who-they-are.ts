import { askOperator } from "#features/participation/ask-operator.ts";
import { askStudents } from "#features/participation/ask-students.ts";
import type { App } from "./parts.ts";

/** Asks who the unknown names in Zoom are: the students most alike where they let the bot, else the admin. */
export async function askWhoTheyAre(app: App): Promise<void> {
  const { school, people, telegram } = app.config;
  const question = { db: app.database.db, now: app.clock.now(), school, wake: app.wakeSender };
  if (people.askStudents) await askStudents(question);
  const adminChat = telegram?.adminChat;
  if (adminChat !== undefined) await askOperator({ ...question, adminChat });
}
