/** The words for a change of one's own login that did not come about. */
export const passwordTroubles = {
  refused: "accounts.mine.wrongPassword",
  "too many": "accounts.login.tooMany",
  offline: "frame.error.offline",
} as const;

/** Why it did not. */
export type PasswordTrouble = keyof typeof passwordTroubles;
