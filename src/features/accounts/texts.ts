import { say } from "#lib/bilingual.ts";
import type { Failure } from "#lib/failure.ts";

export function emailTaken(email: string): Failure {
  return {
    code: "account.email-taken",
    what: say(`${email} a déjà un compte.`, `${email} has an account already.`),
    remedy: say("Connectez-vous, ou prenez une autre adresse.", "Sign in, or take another address."),
    place: "email",
  };
}

export const emailWanted: Failure = {
  code: "account.email-wanted",
  what: say("L'adresse e-mail manque.", "The e-mail address is missing."),
  remedy: say("Écrivez votre adresse e-mail.", "Write your e-mail address."),
  place: "email",
};

export const invitationWorthless: Failure = {
  code: "account.invitation-worthless",
  what: say("Ce lien a déjà servi, ou il a expiré.", "This link was used already, or it expired."),
  remedy: say(
    "Demandez-en un autre ; pour le premier compte, relancez Carillon et prenez le lien affiché.",
    "Ask for another one; for the first account, start Carillon again and take the link that it shows.",
  ),
};

export const accountUnknown: Failure = {
  code: "account.unknown",
  what: say("Ce compte n'existe pas.", "This account does not exist."),
  remedy: say("Rechargez la liste.", "Load the list again."),
};

export const lastOwner: Failure = {
  code: "account.last-owner",
  what: say(
    "C'est le dernier propriétaire : sans lui plus personne ne pourrait inviter.",
    "This is the last owner: without one nobody could invite anybody any more.",
  ),
  remedy: say("Donnez d'abord ce rôle à quelqu'un d'autre.", "Give that role to somebody else first."),
};

export const tokenUnknown: Failure = {
  code: "token.unknown",
  what: say("Ce jeton n'existe pas, ou il est déjà retiré.", "This token does not exist, or it is revoked already."),
  remedy: say("Rechargez la liste.", "Load the list again."),
};
