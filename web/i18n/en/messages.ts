import type { Like } from "../like.ts";
import type { messages as french } from "../fr/messages.ts";

/** The outbox and its templates. */
export const messages: Like<typeof french> = {
  nav: {},
};
