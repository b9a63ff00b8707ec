import { z } from "zod";
import type { BotStanding } from "#features/roster/group-rules.ts";

/** `ChatMember`, as far as it says what the bot may do. */
export const memberSchema = z.object({
  status: z.string(),
  is_member: z.boolean().optional(),
  can_send_messages: z.boolean().optional(),
  can_send_photos: z.boolean().optional(),
  can_post_messages: z.boolean().optional(),
});

/** What everybody may do in a group. */
interface Permissions {
  readonly can_send_messages?: boolean | undefined;
  readonly can_send_photos?: boolean | undefined;
}

/** What the bot is in a chat; `everybody` are the group's own permissions, where they are known. */
export function standingOf(
  chatType: string,
  member: z.infer<typeof memberSchema>,
  everybody: Permissions | undefined,
): BotStanding {
  const isChannel = chatType === "channel";
  switch (member.status) {
    case "creator":
      return { status: "administrator", ...may(true, true) };
    case "administrator": {
      const posts = !isChannel || member.can_post_messages === true;
      return { status: "administrator", ...may(posts, posts) };
    }
    case "member":
      return {
        status: "member",
        ...may(!isChannel && everybody?.can_send_messages !== false, everybody?.can_send_photos !== false),
      };
    case "restricted":
      // Out of the group with restrictions that wait for it.
      if (member.is_member !== true) return { status: "left", ...may(false, false) };
      return { status: "restricted", ...may(member.can_send_messages === true, member.can_send_photos === true) };
    case "kicked":
      return { status: "kicked", ...may(false, false) };
    default:
      return { status: "left", ...may(false, false) };
  }
}

function may(text: boolean, photos: boolean): Pick<BotStanding, "maySendText" | "maySendPhotos"> {
  return { maySendText: text, maySendPhotos: text && photos };
}
