import { say } from "#lib/bilingual.ts";
import type { Failure } from "#lib/failure.ts";
import { tell, type Circumstance, type Words } from "./failures.ts";

/** Why a message that has arrived cannot be changed. */
export type Unchangeable = "not modified" | "gone" | "too old";

const unchangeableWords: Record<Unchangeable, Words> = {
  "not modified": {
    code: "telegram.not-modified",
    what: say("Ce message dit déjà cela.", "This message says so already."),
    remedy: say("Rien à faire.", "Nothing to do."),
  },
  gone: {
    code: "telegram.message-gone",
    what: say(
      "Ce message n'est plus dans la conversation : quelqu'un l'a supprimé.",
      "This message is no longer in the chat: somebody deleted it.",
    ),
    remedy: say("S'il faut le redire, envoyez un nouveau message.", "If it has to be said again, send a new message."),
  },
  "too old": {
    code: "telegram.message-too-old",
    what: say(
      "Telegram ne laisse plus changer ni retirer ce message : il a plus de 48 heures, ou n'est pas du bot.",
      "Telegram no longer lets this message be changed or recalled: it is more than 48 hours old, or not the bot's.",
    ),
    remedy: say(
      "Un administrateur du groupe peut encore le supprimer à la main ; sinon, envoyez un message qui corrige.",
      "An administrator of the group can still delete it by hand; otherwise send a message that puts it right.",
    ),
  },
};

/** The message cannot be changed any more, or need not be. */
export function unchangeable(why: Unchangeable, circumstance: Circumstance): Failure {
  return tell(unchangeableWords[why], circumstance);
}
