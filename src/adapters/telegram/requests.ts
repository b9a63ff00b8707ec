import { InputFile, type Api } from "grammy";
import { z } from "zod";
import type { OutgoingContent, OutgoingEdit, OutgoingFile, Receipt } from "#features/messages/ports.ts";
import type { MessageButton } from "#features/messages/rules.ts";
import { asChatId } from "./heard-shapes.ts";

type Raw = Api["raw"];

/** Asks Telegram to take one content; gives its answer as it came. */
export function sendContent(
  raw: Raw,
  chat: number | string,
  content: OutgoingContent,
  topicId: string | undefined,
): Promise<unknown> {
  const where = { chat_id: chat, ...(topicId === undefined ? {} : { message_thread_id: Number(topicId) }) };
  switch (content.form) {
    case "text":
      return raw.sendMessage({
        ...where,
        ...textOf(content.html),
        ...markupOf(content.buttons),
      });
    case "picture":
      return raw.sendPhoto({
        ...where,
        photo: mediaOf(content.file),
        ...captionOf(content.html),
        ...markupOf(content.buttons),
      });
    case "document":
      return raw.sendDocument({
        ...where,
        document: mediaOf(content.file),
        ...captionOf(content.html),
        ...markupOf(content.buttons),
      });
    case "album":
      return raw.sendMediaGroup({
        ...where,
        media: content.files.map((file, index) => ({
          type: "photo" as const,
          media: mediaOf(file),
          // Telegram shows the caption of the first picture below the whole album.
          ...(index === 0 ? captionOf(content.html) : {}),
        })),
      });
    case "forward": {
      const from = { ...where, from_chat_id: content.fromChat };
      const ids = content.messageIds.map(Number);
      const [only] = ids;
      return ids.length === 1 && only !== undefined
        ? raw.forwardMessage({ ...from, message_id: only })
        : raw.forwardMessages({ ...from, message_ids: ids });
    }
  }
}

/** Asks Telegram to change a message; gives its answer as it came. */
export function editContent(
  raw: Raw,
  chat: number | string,
  messageId: number,
  change: OutgoingEdit,
): Promise<unknown> {
  const which = { chat_id: chat, message_id: messageId };
  if (change.form === "text") {
    return raw.editMessageText({
      ...which,
      ...textOf(change.html),
      ...markupOf(change.buttons),
    });
  }
  if (change.file === undefined) {
    return raw.editMessageCaption({ ...which, caption: change.html, parse_mode: "HTML" });
  }
  const media = { type: "photo" as const, media: mediaOf(change.file), ...captionOf(change.html) };
  return raw.editMessageMedia({ ...which, media });
}

function mediaOf({ name, source }: OutgoingFile): InputFile | string {
  return "telegramFileId" in source ? source.telegramFileId : new InputFile(source, name);
}

function textOf(html: string) {
  // A preview of a Zoom link would double the length of a reminder and say nothing.
  return { text: html, parse_mode: "HTML" as const, link_preview_options: { is_disabled: true } };
}

function captionOf(html: string) {
  return html === "" ? {} : { caption: html, parse_mode: "HTML" as const };
}

function markupOf(buttons: readonly (readonly MessageButton[])[] | undefined) {
  if (buttons === undefined) return {};
  const keyboard = buttons.map((row) => row.map(({ text, data }) => ({ text, callback_data: data })));
  return { reply_markup: { inline_keyboard: keyboard } };
}

const fileSchema = z.object({ file_id: z.string() });
const sentSchema = z.object({
  message_id: z.int(),
  chat: z.object({ id: z.int() }),
  photo: z.array(fileSchema).optional(),
  document: fileSchema.optional(),
});
const idSchema = z.object({ message_id: z.int() });

/** Reads what Telegram answered to `sendContent`; `undefined` when it lacks what the Bot API promises. */
export function readReceipt(result: unknown, asked: Receipt["chatId"]): Receipt | undefined {
  const sent = z.array(sentSchema).safeParse(Array.isArray(result) ? result : [result]);
  if (!sent.success) {
    // `forwardMessages` answers with the ids alone.
    const ids = z.array(idSchema).safeParse(result);
    return ids.success
      ? { messageIds: ids.data.map((one) => String(one.message_id)), chatId: asked, fileIds: [] }
      : undefined;
  }
  const [first] = sent.data;
  const chat = first === undefined ? undefined : asChatId(first.chat.id);
  if (chat === undefined) return undefined;
  return {
    messageIds: sent.data.map((message) => String(message.message_id)),
    chatId: chat,
    fileIds: sent.data.flatMap(({ photo, document }) => {
      // The largest size comes last, and stands for the picture.
      const file = photo?.at(-1) ?? document;
      return file === undefined ? [] : [file.file_id];
    }),
  };
}
