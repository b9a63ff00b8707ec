import { refuse, type ApiAnswer } from "./answers.ts";
import type { Chat } from "./chats.ts";
import { parseHtml, tidy, type Entity } from "./html.ts";
import type { Parameters } from "./parameters.ts";
import type { World } from "./world.ts";

const maxTextLength = 4096;
const maxCaptionLength = 1024;

/** A text or a caption as it was sent, and as it is read. */
export interface Words {
  readonly text: string;
  readonly source: string;
  readonly entities: readonly Entity[];
}

/** The text of a request; refused when it is empty, too long, or its markup is broken. */
export function readText(parameters: Parameters): Words | ApiAnswer {
  const words = readWords(parameters, "text", "entities", maxTextLength, "message is too long");
  return "text" in words && words.text === "" ? refuse(400, "Bad Request: message text is empty") : words;
}

/** The caption of a request, which may be empty. */
export function readCaption(parameters: Parameters): Words | ApiAnswer {
  return readWords(parameters, "caption", "caption_entities", maxCaptionLength, "message caption is too long");
}

function readWords(
  parameters: Parameters,
  name: string,
  entitiesName: string,
  max: number,
  tooLong: string,
): Words | ApiAnswer {
  const source = parameters.text(name) ?? "";
  const mode = parameters.text("parse_mode")?.toLowerCase() ?? "";
  if (mode !== "" && mode !== "html" && mode !== "none") {
    if (mode === "markdown" || mode === "markdownv2")
      return refuse(400, "Bad Request: the simulator does not parse Markdown; send HTML");
    return refuse(400, "Bad Request: unsupported parse_mode");
  }
  const given = parameters.json(entitiesName);
  const parsed =
    mode === "html"
      ? parseHtml(source)
      : { ok: true as const, text: source, entities: Array.isArray(given) ? (given as Entity[]) : [] };
  if (!parsed.ok) return refuse(400, `Bad Request: can't parse entities: ${parsed.error}`);
  const { text, entities } = tidy(parsed.text, parsed.entities);
  if (text.length > max) return refuse(400, `Bad Request: ${tooLong}`);
  return { text, source, entities };
}

/** The chat that a request names. */
export function findChat(parameters: Parameters, world: World): Chat | ApiAnswer {
  const id = parameters.text("chat_id") ?? "";
  if (id === "") return refuse(400, "Bad Request: chat_id is empty");
  return world.find(Number(id)) ?? refuse(400, "Bad Request: chat not found");
}
