import { messageKinds, resentByDefault, type MessageKind } from "#features/messages/rules.ts";
import { say } from "#lib/bilingual.ts";

import { list, setting, wholeNumber } from "./setting.ts";

const kinds = list.transform((words, context): ReadonlySet<MessageKind> => {
  const found = new Set<MessageKind>();
  if (words.length === 1 && words[0] === "none") return found;
  for (const word of words) {
    const kind = messageKinds.find((each) => each === word);
    if (kind !== undefined) found.add(kind);
    else context.addIssue({ code: "custom", message: `"${word}" is none of ${messageKinds.join(", ")}, none` });
  }
  return found;
});

/** Settings of the messages. */
export const messageSettings = {
  resentWhenUncertain: setting({
    name: "CARILLON_RESEND_UNCERTAIN",
    schema: kinds,
    default: resentByDefault.join(","),
    about: say(
      "Sortes de messages renvoyées quand on ne sait pas si elles sont arrivées (elles peuvent donc arriver deux fois), séparées par des virgules ; none : aucune.",
      "Kinds of messages sent again when it is not known whether they arrived (so they may arrive twice), separated by commas; none: none of them.",
    ),
  }),
  minutesBefore: setting({
    name: "CARILLON_MINUTES_BEFORE",
    schema: wholeNumber(1, 720),
    default: undefined,
    about: say(
      "Un second rappel, tant de minutes avant chaque cours. Par défaut : aucun.",
      "A second reminder so many minutes before each class. By default none.",
    ),
  }),
} as const;
