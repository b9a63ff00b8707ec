import type { Like } from "../like.ts";
import type { accounts as french } from "../fr/accounts.ts";

/** Signing in, accounts, roles. */
export const accounts: Like<typeof french> = {
  login: {
    title: "Sign in",
    email: "E-mail address",
    password: "Password",
    submit: "Sign in",
    refused: "This address and this password do not go together.",
    tooMany: "Too many tries. Wait a minute.",
  },
  accept: {
    title: "Make your account",
    intro: "This link lets you make your Carillon account.",
    name: "Your name",
    email: "Your e-mail address",
    password: "Password",
    passwordHint: "10 characters at least; a sentence is best.",
    submit: "Make the account",
    noCode: "Open the link that Carillon shows when it starts, or the one of your invitation.",
  },
};
