import { done, refuse, tooMany, type ApiAnswer } from "./answers.ts";
import { whyNoAccess, type Chat, type StoredMessage } from "./chats.ts";
import type { Ground } from "./ground.ts";
import type { Parameters } from "./parameters.ts";
import { readPicture } from "./picture.ts";
import { ownMessageShape, seconds } from "./shapes.ts";
import { findChat, readCaption, readText, type Words } from "./words.ts";

const deletableSeconds = 48 * 3600;

export function editMessageText(parameters: Parameters, ground: Ground): ApiAnswer {
  const words = readText(parameters);
  if (!("text" in words)) return words;
  const found = findOwn(parameters, ground);
  if ("ok" in found) return found;
  if (found.message.kind !== "text") return refuse(400, "Bad Request: there is no text in the message to edit");
  return change(ground, found, words, undefined);
}

export function editMessageCaption(parameters: Parameters, ground: Ground): ApiAnswer {
  const words = readCaption(parameters);
  if (!("text" in words)) return words;
  const found = findOwn(parameters, ground);
  if ("ok" in found) return found;
  if (found.message.kind === "text") return refuse(400, "Bad Request: there is no caption in the message to edit");
  return change(ground, found, words, undefined);
}

export function editMessageMedia(parameters: Parameters, ground: Ground): ApiAnswer {
  const media = parameters.json("media");
  if (typeof media !== "object" || media === null) return refuse(400, "Bad Request: can't parse InputMedia");
  const item = media as Record<string, unknown>;
  if (item["type"] !== "photo") return refuse(400, "Bad Request: the simulator replaces photos only");
  const one = parameters.narrowedTo({ ...item, photo: item["media"] });
  const words = readCaption(one);
  if (!("text" in words)) return words;
  const picture = readPicture(one);
  if (!("sizes" in picture)) return picture;
  const found = findOwn(parameters, ground);
  if ("ok" in found) return found;
  return change(ground, found, words, { photo: picture.sizes });
}

interface Own {
  readonly chat: Chat;
  readonly message: StoredMessage;
}

function findOwn(parameters: Parameters, { world }: Ground): Own | ApiAnswer {
  const chat = findChat(parameters, world);
  if (!("sent" in chat)) return chat;
  const no = whyNoAccess(chat);
  if (no !== undefined) return no;
  const message = chat.sent.get(parameters.integer("message_id") ?? 0);
  if (message === undefined || message.isDeleted) return refuse(400, "Bad Request: message to edit not found");
  return { chat, message };
}

function change(
  { world, ledger, limits }: Ground,
  { chat, message }: Own,
  words: Words,
  media: Record<string, unknown> | undefined,
): ApiAnswer {
  const isSame = message.text === words.text && JSON.stringify(message.entities) === JSON.stringify(words.entities);
  if (isSame && media === undefined) {
    return refuse(
      400,
      "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
    );
  }
  const wait = limits?.take(chat.id, chat.type !== "private", 1);
  if (wait !== undefined) return tooMany(wait);

  message.text = words.text;
  message.entities = words.entities;
  const now = world.clock.now();
  ledger.change(String(chat.id), String(message.messageId), {
    html: words.source,
    plainText: words.text,
    editedAt: now,
  });
  return done({ ...ownMessageShape(chat, message, world.bot), ...media, edit_date: seconds(now) });
}

export function deleteMessage(parameters: Parameters, { world, ledger }: Ground): ApiAnswer {
  const chat = findChat(parameters, world);
  if (!("sent" in chat)) return chat;
  const no = whyNoAccess(chat);
  if (no !== undefined) return no;
  const messageId = parameters.integer("message_id") ?? 0;
  if (messageId === 0) return refuse(400, "Bad Request: message identifier is not specified");
  const message = chat.sent.get(messageId);
  if (message === undefined || message.isDeleted) return refuse(400, "Bad Request: message to delete not found");
  const now = world.clock.now();
  if (seconds(now) - message.date > deletableSeconds)
    return refuse(400, "Bad Request: message can't be deleted for everyone");

  message.isDeleted = true;
  ledger.change(String(chat.id), String(messageId), { deletedAt: now });
  return done(true);
}
