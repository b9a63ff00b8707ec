import { inspect } from "node:util";

/**
 * A value that must never be shown: bot token, Zoom secret, database password.
 *
 * Printing, logging, inspecting or serialising it gives `•••`; only `reveal` gives the text,
 * and only adapters call it.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return "•••";
  }

  toJSON(): string {
    return "•••";
  }

  [inspect.custom](): string {
    return "•••";
  }
}

/** Replaces every known secret in a text, for errors that come from libraries. */
export function withoutSecrets(text: string, secrets: readonly Secret[]): string {
  return secrets.reduce((clean, secret) => clean.replaceAll(secret.reveal(), "•••"), text);
}
