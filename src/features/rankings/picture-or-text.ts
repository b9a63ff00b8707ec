import type { MessageContent } from "#features/messages/rules.ts";
import type { GroupRow } from "#features/roster/store.ts";
import type { RunLog } from "#lib/run-log.ts";

import type { Card, PicturePort } from "./ports.ts";

/**
 * A card as a picture with words below it; the words alone when the school wants no pictures, the group takes none,
 * or the card cannot be drawn, which is a warning.
 */
export async function pictureOrText({
  pictures,
  withPictures,
  group,
  card,
  name,
  html,
  log,
}: {
  readonly pictures: PicturePort;
  readonly withPictures: boolean;
  /** Whom it is for. */
  readonly group: Pick<GroupRow, "title" | "maySendPhotos">;
  readonly card: Card;
  /** The picture's file name. */
  readonly name: string;
  readonly html: string;
  readonly log: RunLog;
}): Promise<MessageContent> {
  if (!withPictures || group.maySendPhotos === false) return { form: "text", html };
  const drawn = await pictures.draw(card);
  if (drawn.ok) return { form: "picture", picture: { name, mediaType: "image/png", bytes: drawn.value }, html };
  await log.warning(drawn.failure.what, group.title);
  return { form: "text", html };
}
