import { readWorkbook } from "#adapters/excel/read-workbook.ts";
import { openTelegram } from "#adapters/telegram/telegram.ts";
import type { Config } from "#config";
import type { TelegramSendPort } from "#features/messages/ports.ts";
import type { ReadWorkbook } from "#features/timetable/ports.ts";
import { mappingAsked } from "#features/timetable/doubt-rules.ts";
import { readTimetable, type RememberedMapping } from "#features/timetable/rules.ts";
import { say, type Bilingual } from "#lib/bilingual.ts";
import type { Clock } from "#lib/clock.ts";
import type { Answer } from "#lib/failure.ts";
import type { ChatId } from "#lib/ids.ts";

import { tryZoom } from "../try-zoom.ts";
import { broken, doubtful, fine, type Check, type Subject } from "./check.ts";

/** Where the time comes from. */
interface WithClock {
  readonly clock: Clock;
}

/** The workbook of the settings, or the one that was imported last: is it there, and what is understood of it? */
export async function checkWorkbook(
  { clock }: WithClock,
  config: Config,
  {
    lastWorkbook,
    remembered = [],
    read = readWorkbook,
  }: {
    readonly lastWorkbook?: string;
    readonly remembered?: readonly RememberedMapping[];
    /** Finds what another machine took in too. */
    readonly read?: ReadWorkbook;
  },
): Promise<Check> {
  const subject: Subject = { name: "workbook", title: say("Classeur", "Workbook") };
  const path = config.workbook ?? lastWorkbook;
  if (path === undefined) {
    return doubtful(
      subject,
      say("pas encore de classeur", "no workbook yet"),
      say(
        "Déposez-le à la page « Emploi du temps ». Sur la machine : « carillon import FICHIER ».",
        'Give it to the page "Timetable". On the machine: `carillon import FILE`.',
      ),
    );
  }
  const workbook = await read({ path });
  if (!workbook.ok) return broken(subject, workbook.failure);
  const today = clock.now().toZonedDateTimeISO(config.school.timeZone).toPlainDate();
  const reading = readTimetable(workbook.value, { school: config.school, today, remembered });
  if (!reading.ok) return broken(subject, reading.failure);
  const { sheet, sheets, entries, problems } = reading.value;
  if (sheets.some((one) => one.doubts.length > 0)) return broken(subject, mappingAsked(path, sheets));
  const errors = problems.filter((problem) => problem.severity === "error").length;
  const courses = new Set(entries.map((entry) => entry.courseKey)).size;
  const found = say(
    `${path}, feuille « ${sheet} » : ${entries.length} lignes, ${courses} cours, ${problems.length} problèmes dont ${errors} ${errors > 1 ? "erreurs" : "erreur"}`,
    `${path}, sheet "${sheet}": ${entries.length} lines, ${courses} courses, ${problems.length} problems, ${errors} of them errors`,
  );
  if (errors === 0) return fine(subject, found);
  const remedy = say(
    `« carillon import ${path} --dry-run » les montre cellule par cellule.`,
    `\`carillon import ${path} --dry-run\` shows them cell by cell.`,
  );
  return doubtful(subject, found, remedy);
}

export async function checkZoom({ clock }: WithClock, { zoom }: Config): Promise<Check> {
  const subject: Subject = { name: "zoom", title: say("Zoom", "Zoom") };
  if (zoom === undefined) {
    return doubtful(
      subject,
      say("pas relié : aucune réunion n'est créée", "not connected: no meeting is created"),
      say(
        "Reliez-le à la page « Réglages », partie Zoom : elle dit où trouver les trois clés. Sur la machine : ZOOM_ACCOUNT_ID, ZOOM_CLIENT_ID et ZOOM_CLIENT_SECRET.",
        "Connect it on the page “Settings”, part Zoom: it says where to find the three keys. On the machine: ZOOM_ACCOUNT_ID, ZOOM_CLIENT_ID and ZOOM_CLIENT_SECRET.",
      ),
    );
  }
  const tried = await tryZoom({ ...zoom, timeoutMs: 10_000, clock });
  if (!tried.ok) return broken(subject, tried.failure);
  const { account, missingScopes = [] } = tried.value;
  if (missingScopes.length === 0) return fine(subject, say(`répond (${account})`, `answers (${account})`));
  const list = missingScopes.join(", ");
  return broken(subject, {
    what: say(
      `répond (${account}), mais il manque à l'application des droits : ${list}`,
      `answers (${account}), but its app lacks scopes: ${list}`,
    ),
    remedy: say(
      "Ajoutez-les sous « Scopes » de l'application, à marketplace.zoom.us, puis relancez cette vérification.",
      'Add them under "Scopes" of the app, at marketplace.zoom.us, then check again.',
    ),
  });
}

export async function checkTelegram({ clock }: WithClock, config: Config): Promise<readonly Check[]> {
  const subject: Subject = { name: "telegram", title: say("Telegram", "Telegram") };
  if (config.telegram === undefined) {
    return [
      doubtful(
        subject,
        say("pas relié : aucun message ne part", "not connected: no message leaves"),
        say(
          "Créez un bot avec @BotFather et donnez son jeton à la page « Réglages », partie Telegram. Sur la machine : TELEGRAM_BOT_TOKEN.",
          "Make a bot with @BotFather and give its token on the page “Settings”, part Telegram. On the machine: TELEGRAM_BOT_TOKEN.",
        ),
      ),
    ];
  }
  const { token, apiRoot, adminChat } = config.telegram;
  const { mode } = config.school;
  const port = openTelegram({ token, apiRoot, timeoutSeconds: 10, clock });
  const [bot, ...chats] = await Promise.all([
    port.checkBot(),
    adminChat === undefined ? adminChatNotSet : checkChat(port, adminChatSubject, adminChat),
    ...(mode.kind === "test group" ? [checkChat(port, testChatSubject, mode.chatId)] : []),
  ]);
  const check = judge(subject, bot, (name) => say(`le bot est ${name}`, `the bot is ${name}`));
  // Without a bot that answers, what its chats say is only the same failure again.
  return bot.kind === "done" ? [check, ...chats] : [check];
}

const adminChatSubject: Subject = { name: "admin-chat", title: say("Personne prévenue", "Person told") };
const testChatSubject: Subject = { name: "test-chat", title: say("Groupe de test", "Test group") };

const adminChatNotSet: Check = doubtful(
  adminChatSubject,
  say("personne n'est prévenu quand une étape échoue", "nobody is told when a step fails"),
  say(
    "Écrivez /help au bot : il dit votre numéro. Donnez-le à la page « Réglages », partie Telegram. Sur la machine : TELEGRAM_ADMIN_CHAT_ID.",
    "Write /help to the bot: it tells your number. Give it on the page “Settings”, part Telegram. On the machine: TELEGRAM_ADMIN_CHAT_ID.",
  ),
);

async function checkChat(port: TelegramSendPort, subject: Subject, chat: ChatId): Promise<Check> {
  return judge(subject, await port.readChat(chat), ({ title }) =>
    say(`« ${title} » (${chat})`, `"${title}" (${chat})`),
  );
}

function judge<T>(subject: Subject, answer: Answer<T>, found: (value: T) => Bilingual): Check {
  return answer.kind === "done" ? fine(subject, found(answer.value)) : broken(subject, answer.failure);
}
