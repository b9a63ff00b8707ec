import { createHash } from "node:crypto";
import { done, refuse, tooMany, type ApiAnswer } from "./answers.ts";
import { whyNoAccess, whyNoWriting, type StoredMessage } from "./chats.ts";
import type { Ground } from "./ground.ts";
import type { Parameters } from "./parameters.ts";
import { readPicture } from "./picture.ts";
import { ownMessageShape, seconds } from "./shapes.ts";
import { findChat, readCaption, readText, type Words } from "./words.ts";

const noWords: Words = { text: "", source: "", entities: [] };

export function sendMessage(parameters: Parameters, ground: Ground): ApiAnswer {
  const words = readText(parameters);
  return "text" in words ? deliverOne(parameters, ground, { kind: "text", words }) : words;
}

export function sendPhoto(parameters: Parameters, ground: Ground): ApiAnswer {
  const words = readCaption(parameters);
  if (!("text" in words)) return words;
  const picture = readPicture(parameters);
  if (!("sizes" in picture)) return picture;
  return deliverOne(parameters, ground, { kind: "photo", words, media: { photo: picture.sizes } });
}

export function sendDocument(parameters: Parameters, ground: Ground): ApiAnswer {
  const words = readCaption(parameters);
  if (!("text" in words)) return words;
  const read = readDocument(parameters);
  return "ok" in read ? read : deliverOne(parameters, ground, { kind: "document", words, media: read });
}

/** The simulator's file ids of documents tell everything about them. */
function readDocument(parameters: Parameters): { readonly document: object } | ApiAnswer {
  const file = parameters.file("document");
  const known = /^BQAC_(\d+)_([\w-]+)$/.exec(parameters.text("document") ?? "");
  if (file === undefined && known === null) {
    return refuse(
      400,
      parameters.text("document") === undefined
        ? "Bad Request: there is no document in the request"
        : "Bad Request: wrong file identifier/HTTP URL specified",
    );
  }
  if (file?.bytes.length === 0) return refuse(400, "Bad Request: file must be non-empty");
  const digest =
    file === undefined ? known?.[2] : createHash("sha256").update(file.bytes).digest("base64url").slice(0, 15);
  const size = file === undefined ? Number(known?.[1]) : file.bytes.length;
  return {
    document: {
      file_id: `BQAC_${size}_${digest ?? ""}`,
      file_unique_id: `AgAD${digest ?? ""}`,
      ...(file === undefined ? {} : { file_name: file.name }),
      file_size: size,
    },
  };
}

export function sendMediaGroup(parameters: Parameters, ground: Ground): ApiAnswer {
  const media = parameters.json("media");
  if (!Array.isArray(media) || media.length < 2 || media.length > 10) {
    return refuse(400, "Bad Request: group must have 2-10 items");
  }
  const contents: Content[] = [];
  for (const item of media as Record<string, unknown>[]) {
    if (item["type"] !== "photo") return refuse(400, "Bad Request: the simulator's albums hold photos only");
    const one = parameters.narrowedTo({ ...item, photo: item["media"] });
    const words = item["caption"] === undefined ? noWords : readCaption(one);
    if (!("text" in words)) return words;
    const picture = readPicture(one);
    if (!("sizes" in picture)) return picture;
    contents.push({ kind: "photo", words, media: { photo: picture.sizes } });
  }
  const sent = deliver(parameters, ground, contents);
  return "ok" in sent ? sent : done(sent.messages);
}

export function forwardMessage(parameters: Parameters, ground: Ground): ApiAnswer {
  const content = readForwarded(parameters, ground, parameters.integer("message_id"));
  return "ok" in content ? content : deliverOne(parameters, ground, content);
}

export function forwardMessages(parameters: Parameters, ground: Ground): ApiAnswer {
  const ids = parameters.json("message_ids");
  if (!Array.isArray(ids) || ids.length === 0) return refuse(400, "Bad Request: message_ids must be non-empty");
  const contents: Content[] = [];
  for (const id of ids) {
    const content = readForwarded(parameters, ground, Number(id));
    // What cannot be forwarded is left out, as the Bot API says.
    if (!("ok" in content)) contents.push(content);
  }
  if (contents.length === 0) return refuse(400, "Bad Request: there are no messages to forward");
  const sent = deliver(parameters, ground, contents);
  return "ok" in sent ? sent : done(sent.messages.map(({ message_id }) => ({ message_id })));
}

function readForwarded(parameters: Parameters, { world }: Ground, messageId: number | undefined): Content | ApiAnswer {
  const from = world.find(Number(parameters.text("from_chat_id") ?? ""));
  if (from === undefined) return refuse(400, "Bad Request: chat not found");
  const no = whyNoAccess(from);
  if (no !== undefined) return no;
  const said = from.said.get(messageId ?? 0) ?? from.sent.get(messageId ?? 0)?.text;
  if (said === undefined) return refuse(400, "Bad Request: message to forward not found");
  return { kind: "text", words: { text: said, source: said, entities: [] } };
}

interface Content {
  readonly kind: StoredMessage["kind"];
  readonly words: Words;
  readonly media?: Record<string, unknown>;
}

function deliverOne(parameters: Parameters, ground: Ground, content: Content): ApiAnswer {
  const sent = deliver(parameters, ground, [content]);
  return "ok" in sent ? sent : done(sent.messages[0]);
}

/** Delivers contents to one chat, all or none; an album shares an id. */
function deliver(
  parameters: Parameters,
  ground: Ground,
  contents: readonly Content[],
): ApiAnswer | { readonly messages: readonly Record<string, unknown>[] } {
  const { world, ledger, limits } = ground;
  const chat = findChat(parameters, world);
  if (!("sent" in chat)) return chat;
  const threadId = parameters.integer("message_thread_id");
  const no = whyNoWriting(chat, contents[0]?.kind ?? "text", threadId);
  if (no !== undefined) return no;
  const wait = limits?.take(chat.id, chat.type !== "private", contents.length);
  if (wait !== undefined) return tooMany(wait);

  const now = world.clock.now();
  const albumId = contents.length > 1 && contents[0]?.kind === "photo" ? String(chat.nextMessageId) : undefined;
  const messages = contents.map(({ kind, words, media }) => {
    const message: StoredMessage = {
      messageId: chat.nextMessageId++,
      date: seconds(now),
      threadId,
      kind,
      text: words.text,
      entities: words.entities,
      isDeleted: false,
    };
    chat.sent.set(message.messageId, message);
    ledger.add({
      at: now,
      chatId: String(chat.id),
      chatTitle: chat.title,
      messageId: String(message.messageId),
      kind,
      ...(albumId === undefined ? {} : { albumId }),
      ...(threadId === undefined ? {} : { topicId: String(threadId) }),
      html: words.source,
      plainText: words.text,
      answerLost: ground.isAnswerLost,
    });
    const shape = { ...ownMessageShape(chat, message, world.bot), ...media };
    return albumId === undefined ? shape : { ...shape, media_group_id: albumId };
  });
  return { messages };
}
