import { messageKinds, messageStates, type MessageKind, type MessageState } from "#features/messages/rules.ts";
import { say, type Bilingual } from "#lib/bilingual.ts";

import { countValue } from "./arguments.ts";
import { textValue, type Command, type CommandContext, type ExitCode } from "./command.ts";
import { withDatabaseIfAny } from "./open-app.ts";
import { misused, wordTooMany, wrongValue } from "./usage-failures.ts";
import { runVerb, type Verbs } from "./verbs.ts";

const verbNames = [
  "show",
  "preview",
  "reword",
  "hold",
  "resume",
  "cancel",
  "restore",
  "now",
  "again",
  "try",
  "recall",
] as const;

const verbs: Verbs = Object.fromEntries(
  verbNames.map((verb) => [
    verb,
    {
      usage: `messages ${verb} N`,
      least: 1,
      most: 1,
      run: async (context, [written = ""]) => await actOn(context, verb, written),
    },
  ]),
);

/** `carillon messages`: the outbox, what became of each message, and what a person can do about it. */
export const messages: Command = {
  name: "messages",
  summary: say(
    "Montre les messages, et permet de les relire, changer, retenir, envoyer ou retirer.",
    "Shows the messages, and lets you read, change, hold, send or recall them.",
  ),
  usage: [
    "messages [--state STATE] [--kind KIND] [--limit N]",
    "messages show N",
    "messages preview N",
    'messages reword N --text "…"|--file FILE',
    "messages hold|resume|cancel|restore|now|again|try|recall N",
  ],
  options: {
    state: {
      type: "string",
      value: "STATE",
      about: say(
        `Seulement ceux dans cet état : ${messageStates.join(", ")}.`,
        `Only those in this state: ${messageStates.join(", ")}.`,
      ),
    },
    kind: {
      type: "string",
      value: "KIND",
      about: say("Seulement cette sorte : reminder, ranking…", "Only this kind: reminder, ranking…"),
    },
    limit: { type: "string", value: "N", about: say("Combien au plus (20).", "How many at most (20).") },
    text: { type: "string", value: "HTML", about: say("Le nouveau texte.", "The new text.") },
    file: {
      type: "string",
      value: "FILE",
      about: say("Le fichier qui contient le nouveau texte.", "The file that holds the new text."),
    },
  },
  details: say(
    "show : chaque essai, sa réponse et son identifiant chez Telegram. preview : le message tel que le groupe le verra. hold le retient, resume le laisse repartir, restore remet ce qui a été annulé (jusqu'à son heure), now l'envoie tout de suite, again renvoie un message échoué ou incertain, try l'envoie au groupe de test. reword et recall agissent aussi sur un message déjà arrivé (recall : pendant 48 heures).",
    "show: every try, its answer and its id at Telegram. preview: the message as the group will see it. hold keeps it back, resume lets it go on, restore puts back what was cancelled (until its hour), now sends it at once, again sends a failed or uncertain one once more, try sends it to the test group. reword and recall also work on a message that has arrived (recall: for 48 hours).",
  ),
  words: { least: 0, most: 2 },
  run: async (context) => await runVerb(context, "messages", verbs, list),
};

async function actOn(context: CommandContext, verb: (typeof verbNames)[number], written: string): Promise<ExitCode> {
  if (!/^[1-9]\d{0,14}$/.test(written)) return misused(context, wordTooMany(written, `messages ${verb} N`));
  const number = Number(written);
  const { changeByHand, showOne } = await import("./message-verbs.ts");
  return verb === "show" || verb === "preview"
    ? await showOne(context, number, verb)
    : await changeByHand(context, number, verb);
}

const isState = (word: string): word is MessageState => messageStates.some((each) => each === word);
const isKind = (word: string): word is MessageKind => messageKinds.some((each) => each === word);

function oneOf(words: readonly string[]): Bilingual {
  return say(`Donnez : ${words.join(", ")}.`, `Give one of: ${words.join(", ")}.`);
}

async function list(context: CommandContext): Promise<ExitCode> {
  const limit = countValue(context.values, "limit", 20);
  if (!limit.ok) return misused(context, limit.failure);
  const state = textValue(context, "state");
  const kind = textValue(context, "kind");
  if (state !== undefined && !isState(state)) {
    return misused(context, wrongValue("--state", state, oneOf(messageStates)));
  }
  if (kind !== undefined && !isKind(kind)) return misused(context, wrongValue("--kind", kind, oneOf(messageKinds)));
  return await withDatabaseIfAny(context, async (database, config) => {
    const { listMessages } = await import("#features/messages/reading-store.ts");
    const { printList } = await import("./message-views.ts");
    const rows = database === undefined ? [] : await listMessages(database.db, { state, kind, limit: limit.value });
    printList(context, rows, config.school.timeZone);
    return 0;
  });
}
