const prefix = "carillon:";
const longestAgenda = 2_000;
const longestTopic = 200;

/**
 * The agenda that carries our key: `carillon:<key>` on its first line, then the text, at most 2,000 characters.
 *
 * The key stands first because Zoom's lists cut the agenda at 250 characters.
 * Throws when the key is not 1 to 64 characters of [a-z0-9-]: that would be a defect of the caller.
 */
export function agendaWith(key: string, text: string): string {
  if (!/^[a-z0-9-]{1,64}$/.test(key)) throw new RangeError(`Not a meeting key: ${JSON.stringify(key)}`);
  return cut(`${prefix}${key}\n${text}`, longestAgenda);
}

/** Our key, plain, from the start of an agenda, cut or not; `undefined` for meetings made by others. */
export function keyIn(agenda: string | undefined): string | undefined {
  return /^carillon:([a-z0-9-]{1,64})(?=\s|$)/.exec(agenda ?? "")?.[1];
}

/** A topic that Zoom accepts: at most 200 characters, an ellipsis where it was cut. */
export function topicFor(text: string): string {
  return text.length <= longestTopic ? text : `${cut(text, longestTopic - 1)}…`;
}

/** Cuts at `most` UTF-16 units without leaving half of a surrogate pair, which JSON would carry as rubbish. */
function cut(text: string, most: number): string {
  return text.slice(0, most).replace(/[\uD800-\uDBFF]$/, "");
}
