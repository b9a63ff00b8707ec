import type { Clock, Instant } from "#lib/clock.ts";
import { isBotIn, newChat, type BotStatus, type Chat, type User } from "./chats.ts";
import { toId, toUser, type Speaker } from "./people.ts";
import { chatShape, memberShape, ownMessageShape, seconds } from "./shapes.ts";
import type { Updates } from "./updates.ts";

/** A new group. Ids are text, exact to 52 bits. */
export interface GroupOptions {
  readonly chatId: string;
  readonly title: string;
  /** True unless said otherwise. */
  readonly botIsMember?: boolean;
  readonly botIsAdmin?: boolean;
  /** Privacy mode as it was when the bot joined; the bot's present setting when absent. */
  readonly privacy?: boolean;
}

/** Something said in a chat. */
export interface Saying {
  readonly chatId: string;
  readonly person: Speaker;
  readonly text: string;
  /** The simulator's now when absent. */
  readonly at?: Instant;
  readonly topicId?: string;
  /** A reply to a message of the bot, which it hears even in privacy mode. */
  readonly isReplyToBot?: boolean;
  /** In the name of the group, as anonymous administrators write. */
  readonly isAnonymous?: boolean;
}

/** Telegram's account behind messages of anonymous administrators. */
const anonymousBot: User = { id: 1087968824, is_bot: true, first_name: "Group", username: "GroupAnonymousBot" };

/** The administrator who adds, promotes and removes the bot. */
const owner: User = { id: 100000001, is_bot: false, first_name: "Directrice" };

/** The groups, the people and what happens to them: everything that does not come through the Bot API. */
export class World {
  readonly bot: User;
  readonly clock: Clock;
  /** The commands that Telegram's menu shows, by scope and language: `all_group_chats fr`. */
  readonly menus = new Map<string, readonly { readonly command: string; readonly description: string }[]>();
  /** Buttons that people pressed, and what the bot answered. */
  readonly presses: { readonly id: string; answer: string | undefined }[] = [];
  readonly #updates: Updates;
  readonly #chats = new Map<number, Chat>();
  #privacy = true;

  constructor(bot: User, clock: Clock, updates: Updates) {
    this.bot = bot;
    this.clock = clock;
    this.#updates = updates;
  }

  /** Adds a group without telling the bot, as if it had always been so. A positive id makes a private chat. */
  addGroup(options: GroupOptions): void {
    const id = toId(options.chatId);
    const type = id > 0 ? "private" : id < -1_000_000_000_000 ? "supergroup" : "group";
    const bot: BotStatus =
      options.botIsMember === false ? "left" : options.botIsAdmin === true ? "administrator" : "member";
    this.#chats.set(id, newChat(id, type, options.title, bot, options.privacy ?? this.#privacy));
  }

  /** The chat with this id, or `undefined`. */
  find(id: number): Chat | undefined {
    return this.#chats.get(id);
  }

  /** BotFather's privacy setting; like Telegram, it takes effect where the bot is added again. */
  setPrivacy(isOn: boolean): void {
    this.#privacy = isOn;
  }

  /** The setting that `getMe` tells. */
  readsAllMessages(): boolean {
    return !this.#privacy;
  }

  /** Whether the bot is in a group that exists. */
  isMember(chatId: string): boolean {
    const chat = this.#chat(chatId);
    return !chat.isDeleted && chat.bot !== "left" && chat.bot !== "kicked";
  }

  /** Removes and bans the bot. */
  kickBot(chatId: string): void {
    this.#changeBot(chatId, "kicked");
  }

  /** The bot leaves, or is removed without a ban. */
  removeBot(chatId: string): void {
    this.#changeBot(chatId, "left");
  }

  /** Adds the bot (again), with the privacy setting of now. */
  addBot(chatId: string, isAdmin = false): void {
    const chat = this.#chat(chatId);
    chat.hearsLittle = this.#privacy;
    chat.maySendText = true;
    chat.maySendPhotos = true;
    this.#changeBot(chatId, isAdmin ? "administrator" : "member");
  }

  promoteBot(chatId: string): void {
    this.#changeBot(chatId, "administrator");
  }

  demoteBot(chatId: string): void {
    this.#changeBot(chatId, "member");
  }

  /** Takes away the right to send texts, photos or both from the bot alone. */
  restrictBot(
    chatId: string,
    left: { readonly text: boolean; readonly photos: boolean } = { text: false, photos: false },
  ): void {
    const chat = this.#chat(chatId);
    chat.maySendText = left.text;
    chat.maySendPhotos = left.photos;
    this.#changeBot(chatId, "restricted");
  }

  /** Deletes the group for everybody. */
  deleteGroup(chatId: string): void {
    this.#chat(chatId).isDeleted = true;
  }

  /** A person blocks the bot, or takes it back; private chats only. */
  blockBot(chatId: string, isBlocked = true): void {
    this.#chat(chatId).isBlocked = isBlocked;
  }

  /** Gives the group another name; its own notice tells the bot, in privacy mode too. */
  rename(chatId: string, title: string): void {
    const chat = this.#chat(chatId);
    chat.title = title;
    if (isBotIn(chat)) this.#updates.add("message", this.#notice(chat, owner, { new_chat_title: title }));
  }

  /** Makes the group a forum with this topic. */
  addTopic(chatId: string, topicId: string, name: string): void {
    const chat = this.#chat(chatId);
    chat.isForum = true;
    chat.topics.set(toId(topicId), { name, isClosed: false });
  }

  /** Closes or reopens a topic; the general one when `topicId` is absent. */
  closeTopic(chatId: string, topicId?: string, isClosed = true): void {
    const chat = this.#chat(chatId);
    const topic = topicId === undefined ? undefined : chat.topics.get(toId(topicId));
    if (topicId === undefined) chat.isGeneralClosed = isClosed;
    else if (topic === undefined) throw new Error(`No topic ${topicId} in ${chatId}`);
    else topic.isClosed = isClosed;
    if (!isBotIn(chat)) return;
    const notice = isClosed ? "forum_topic_closed" : "forum_topic_reopened";
    const thread = topicId === undefined ? {} : { message_thread_id: toId(topicId), is_topic_message: true };
    this.#updates.add("message", this.#notice(chat, owner, { ...thread, [notice]: {} }));
  }

  deleteTopic(chatId: string, topicId: string): void {
    this.#chat(chatId).topics.delete(toId(topicId));
  }

  /** Turns a group into a supergroup with a new id; the old id answers with it, and both chats tell the bot. */
  migrate(chatId: string, newChatId: string): void {
    const old = this.#chat(chatId);
    const next = newChat(toId(newChatId), "supergroup", old.title, old.bot, old.hearsLittle);
    next.maySendText = old.maySendText;
    next.maySendPhotos = old.maySendPhotos;
    const wasIn = isBotIn(old);
    this.#chats.set(next.id, next);
    if (wasIn) this.#updates.add("message", this.#notice(old, owner, { migrate_to_chat_id: next.id }));
    old.migratedTo = next.id;
    if (wasIn)
      this.#updates.add(
        "message",
        this.#notice(next, anonymousBot, { migrate_from_chat_id: old.id, sender_chat: chatShape(next) }),
      );
  }

  /** A person says something. Tells the message's id and whether the bot hears of it. */
  say(saying: Saying): { messageId: string; isHeard: boolean } {
    const chat = this.#chat(saying.chatId);
    const user = toUser(saying.person);
    chat.people.set(user.id, user);
    const message = {
      ...this.#notice(chat, saying.isAnonymous === true ? anonymousBot : user, { text: saying.text }, saying.at),
      ...(saying.isAnonymous === true ? { sender_chat: chatShape(chat) } : {}),
      ...(saying.topicId === undefined ? {} : { message_thread_id: toId(saying.topicId), is_topic_message: true }),
      ...(saying.text.startsWith("/")
        ? { entities: [{ type: "bot_command", offset: 0, length: saying.text.split(/\s/, 1)[0]?.length ?? 1 }] }
        : {}),
    };
    chat.said.set(message.message_id, saying.text);
    const isHeard = this.#botHears(chat, saying) && this.#updates.add("message", message);
    return { messageId: String(message.message_id), isHeard };
  }

  /** A person changes what they said; heard as `edited_message` where that was asked for. */
  edit(messageId: string, saying: Saying): boolean {
    const chat = this.#chat(saying.chatId);
    const message = {
      message_id: toId(messageId),
      from: toUser(saying.person),
      chat: chatShape(chat),
      date: seconds(saying.at ?? this.clock.now()),
      edit_date: seconds(this.clock.now()),
      text: saying.text,
    };
    return this.#botHears(chat, saying) && this.#updates.add("edited_message", message);
  }

  /** A person presses a button under a message of the bot; gives the press's id. */
  press(chatId: string, messageId: string, person: Speaker, data: string): string {
    const chat = this.#chat(chatId);
    const message = chat.sent.get(toId(messageId));
    if (message === undefined) throw new Error(`No message ${messageId} in ${chatId}`);
    const id = String(4_000_000_000_000 + this.presses.length);
    this.presses.push({ id, answer: undefined });
    this.#updates.add("callback_query", {
      id,
      from: toUser(person),
      chat_instance: String(chat.id),
      message: ownMessageShape(chat, message, this.bot),
      data,
    });
    return id;
  }

  /** A person joins: a notice that the bot hears even in privacy mode. */
  join(chatId: string, person: Speaker): void {
    const chat = this.#chat(chatId);
    const user = toUser(person);
    chat.people.set(user.id, user);
    if (isBotIn(chat)) this.#updates.add("message", this.#notice(chat, user, { new_chat_members: [user] }));
  }

  /** A person leaves: told as a notice, and to an administrator as a change of a member too. */
  leave(chatId: string, person: Speaker): void {
    const chat = this.#chat(chatId);
    const user = toUser(person);
    chat.people.delete(user.id);
    if (!isBotIn(chat)) return;
    this.#updates.add("message", this.#notice(chat, user, { left_chat_member: user }));
    if (chat.bot !== "administrator") return;
    this.#updates.add("chat_member", {
      chat: chatShape(chat),
      from: user,
      date: seconds(this.clock.now()),
      old_chat_member: { status: "member", user },
      new_chat_member: { status: "left", user },
    });
  }

  #botHears(chat: Chat, saying: Saying): boolean {
    // Telegram never shows a bot's message to another bot, or loops between them would have no end.
    if (!isBotIn(chat) || (saying.person.isBot === true && saying.isAnonymous !== true)) return false;
    if (chat.type === "private" || chat.bot === "administrator" || !chat.hearsLittle) return true;
    const mention = `@${this.bot.username ?? ""}`.toLowerCase();
    return saying.text.startsWith("/") || saying.isReplyToBot === true || saying.text.toLowerCase().includes(mention);
  }

  #notice(
    chat: Chat,
    from: User,
    content: Record<string, unknown>,
    at?: Instant,
  ): Record<string, unknown> & { message_id: number } {
    return {
      message_id: chat.nextMessageId++,
      from,
      chat: chatShape(chat),
      date: seconds(at ?? this.clock.now()),
      ...content,
    };
  }

  #changeBot(chatId: string, status: BotStatus): void {
    const chat = this.#chat(chatId);
    const before = memberShape(this.bot, chat.bot, chat);
    chat.bot = status;
    const after = memberShape(this.bot, status, chat);
    const change = {
      chat: chatShape(chat),
      from: owner,
      date: seconds(this.clock.now()),
      old_chat_member: before,
      new_chat_member: after,
    };
    this.#updates.add("my_chat_member", change);
  }

  #chat(chatId: string): Chat {
    const chat = this.#chats.get(toId(chatId));
    if (chat === undefined)
      throw new Error(`The simulated Telegram has no chat ${chatId}: add it with addGroup first.`);
    return chat;
  }
}
