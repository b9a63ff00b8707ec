import { answerQuestion } from "#features/participation/answer-question.ts";
import { findQuestion } from "#features/participation/identity-store.ts";
import { refuseQuestion } from "#features/participation/refuse-question.ts";
import { questionButtons } from "#features/participation/texts.ts";
import { findPerson, findPersonByTelegram } from "#features/roster/student-store.ts";
import { say } from "#lib/bilingual.ts";

import type { ButtonOwner } from "./frame.ts";

/** The answer to "was this you?": it counts only from the student who was asked. */
export const wasItYou: ButtonOwner = {
  prefix: questionButtons,
  press: async ({ app, db, now, language, from, words }) => {
    const [reply, number = ""] = words.split(":");
    const questionId = Number(number);
    const question = await findQuestion(db, questionId);
    const asked =
      question === undefined || question.askedId === null ? undefined : await findPerson(db, question.askedId);
    const presser = await findPersonByTelegram(db, from.id);
    if (question?.state !== "open" || presser === undefined || presser.id !== asked?.id) {
      return { toast: settled[language], replaceBy: settled[language] };
    }
    if (reply !== "y") {
      await refuseQuestion({ db, questionId, studentId: presser.id });
      return { replaceBy: notYou[language] };
    }
    const answered = await answerQuestion({
      db,
      rules: app.config.attendance,
      now,
      by: `telegram:${from.id}`,
      questionId,
      answer: { kind: "student", studentId: presser.id },
    });
    return { replaceBy: answered.ok ? thanks[language] : theSchool[language] };
  },
};

const thanks = say(
  "✅ Merci ! C'est noté : votre présence compte, aussi pour les séances passées, et ce nom sera reconnu la prochaine fois.",
  "✅ Thank you! Noted: your attendance counts, for past sessions too, and this name will be known next time.",
);
const notYou = say("👌 Merci, ce n'était donc pas vous.", "👌 Thank you, so it was not you.");
const settled = say("Cette question a déjà sa réponse.", "This question has its answer already.");
const theSchool = say(
  "Merci ! Deux personnes portaient ce nom en même temps : l'école regardera.",
  "Thank you! Two people bore this name at the same time: the school will look.",
);
