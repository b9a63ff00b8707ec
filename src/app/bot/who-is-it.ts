import { answerQuestion, type IdentityAnswer } from "#features/participation/answer-question.ts";
import { findQuestion } from "#features/participation/identity-store.ts";
import { operatorButtons } from "#features/participation/texts.ts";
import { escapeHtml } from "#features/messages/rules.ts";
import { findPerson } from "#features/roster/student-store.ts";
import { say } from "#lib/bilingual.ts";

import { outOfDate, type ButtonOwner } from "./frame.ts";

/** The operator's answer to "who was this?": it counts only from the admin's own chat. */
export const whoIsIt: ButtonOwner = {
  prefix: operatorButtons,
  press: async ({ app, db, now, from, chat, words }) => {
    const { language } = app.config.school;
    const [number = "", reply = ""] = words.split(":");
    const questionId = Number(number);
    const isAdmin = chat.chatId === app.config.telegram?.adminChat;
    const question = isAdmin ? await findQuestion(db, questionId) : undefined;
    if (question === undefined) return { toast: outOfDate[language] };
    const answer: IdentityAnswer =
      reply === "nobody"
        ? { kind: "nobody" }
        : reply === "new"
          ? { kind: "new student", name: question.zoomName }
          : { kind: "student", studentId: reply };
    const by = `telegram:${from.id}`;
    const answered = await answerQuestion({ db, rules: app.config.attendance, now, by, questionId, answer });
    const name = escapeHtml(question.zoomName);
    if (!answered.ok) return { replaceBy: `« ${name} » – ${escapeHtml(answered.failure.what[language])}` };
    const { studentId, decisionId, stays } = answered.value;
    const person = studentId === null ? undefined : await findPerson(db, studentId);
    const who = person === undefined ? say("pas un élève", "no student")[language] : escapeHtml(person.displayName);
    const done = say(
      `✅ « ${name} » : ${who} (${stays} passages). Pour l'annuler : carillon identities undo ${decisionId}`,
      `✅ “${name}”: ${who} (${stays} stays). To take it back: carillon identities undo ${decisionId}`,
    );
    return { replaceBy: done[language] };
  },
};
