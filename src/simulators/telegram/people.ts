import type { User } from "./chats.ts";

/** A person (or another bot) who says something. */
export interface Speaker {
  readonly id: string;
  readonly name: string;
  readonly lastName?: string;
  readonly username?: string;
  readonly isBot?: boolean;
}

/** A person as the Bot API shows one. */
export function toUser(person: Speaker): User {
  return {
    id: toId(person.id),
    is_bot: person.isBot ?? false,
    first_name: person.name,
    ...(person.lastName === undefined ? {} : { last_name: person.lastName }),
    ...(person.username === undefined ? {} : { username: person.username }),
  };
}

/** An id as the number that JSON carries. Throws for one that a number would round. */
export function toId(text: string): number {
  const id = Number(text);
  if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(id)) throw new Error(`Not an id of Telegram: ${text}`);
  return id;
}
