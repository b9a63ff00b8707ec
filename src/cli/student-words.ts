import type { App } from "#app/parts.ts";
import type { Decided } from "#features/participation/answer-question.ts";
import type { GroupRow } from "#features/roster/store.ts";
import type { StudentRow } from "#features/roster/student-store.ts";
import { say } from "#lib/bilingual.ts";

import type { CommandContext, ExitCode } from "./command.ts";
import { withClient } from "./open-app.ts";

/** Does `work` with the student that a word of the command line means, or tells why there is none. */
export async function withStudentOf(
  context: CommandContext,
  which: string | undefined,
  work: (app: App, student: StudentRow) => Promise<ExitCode>,
): Promise<ExitCode> {
  return await withClient(context, async (app) => {
    const { findStudent } = await import("#features/roster/find-student.ts");
    const student = await findStudent({ db: app.database.db, which: which ?? "" });
    return student.ok ? await work(app, student.value) : context.fail(student.failure);
  });
}

/** The same, with a group. */
export async function inStudentAndGroup(
  context: CommandContext,
  which: string,
  where: string,
  work: (app: App, student: StudentRow, group: GroupRow) => Promise<ExitCode>,
): Promise<ExitCode> {
  return await withStudentOf(context, which, async (app, student) => {
    const { findGroupByWords } = await import("#features/roster/find-group-by-words.ts");
    const group = await findGroupByWords({ db: app.database.db, which: where });
    return group.ok ? await work(app, student, group.value) : context.fail(group.failure);
  });
}

/** Tells what a decision about a student came to, and how to take it back. */
export function tellDecision(context: CommandContext, decided: Decided): ExitCode {
  const { decisionId: id, stays } = decided;
  const sentence = say(
    `Décision ${id} : ${stays} passage(s) relié(s). Pour l'annuler : carillon identities undo ${id}`,
    `Decision ${id}: ${stays} stay(s) matched. To take it back: carillon identities undo ${id}`,
  );
  if (context.json) context.terminal.json(decided);
  else context.terminal.print(context.text(sentence));
  return 0;
}
