import { done, refuse, type ApiAnswer } from "./answers.ts";
import type { Parameters } from "./parameters.ts";
import type { World } from "./world.ts";

/** `setMyCommands`: kept by scope and language, as `world.menus` shows. */
export function setMyCommands(parameters: Parameters, { world }: { readonly world: World }): ApiAnswer {
  const commands = parameters.json("commands");
  if (!Array.isArray(commands) || commands.length > 100) return refuse(400, "Bad Request: can't parse BotCommand");
  const lines: { command: string; description: string }[] = [];
  for (const each of commands as { command?: unknown; description?: unknown }[]) {
    const { command, description } = each;
    if (typeof command !== "string" || !/^[a-z0-9_]{1,32}$/.test(command))
      return refuse(400, "Bad Request: BOT_COMMAND_INVALID");
    if (typeof description !== "string" || description.length < 1 || description.length > 256)
      return refuse(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID");
    lines.push({ command, description });
  }
  const scope = parameters.json("scope") as { type?: unknown } | undefined;
  const where = typeof scope?.type === "string" ? scope.type : "default";
  world.menus.set(`${where} ${parameters.text("language_code") ?? ""}`.trim(), lines);
  return done(true);
}

/** `answerCallbackQuery`: once for each press, as Telegram takes it. */
export function answerCallbackQuery(parameters: Parameters, { world }: { readonly world: World }): ApiAnswer {
  const id = parameters.text("callback_query_id") ?? "";
  const text = parameters.text("text") ?? "";
  if (text.length > 200) return refuse(400, "Bad Request: MESSAGE_TOO_LONG");
  const press = world.presses.find((each) => each.id === id && each.answer === undefined);
  if (press === undefined)
    return refuse(400, "Bad Request: query is too old and response timeout expired or query ID is invalid");
  press.answer = text;
  return done(true);
}
