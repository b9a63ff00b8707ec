import { escapeHtml } from "#features/messages/rules.ts";
import { learnIdentity } from "#features/participation/learn-identity.ts";
import { listSheet } from "#features/participation/register-store.ts";
import { dayIn } from "#features/messages/reminder-rules.ts";
import {
  findPersonByTelegram,
  listIdentities,
  listMemberships,
  listRowsOf,
  type StudentRow,
} from "#features/roster/student-store.ts";
import { say } from "#lib/bilingual.ts";

import type { Asked, BotCommand } from "./frame.ts";
import { groupsUnknown, text, zonesFor } from "./timetable-answers.ts";

/** Longer than any name that Zoom shows (facts: 64 characters a part). */
const longestName = 128;
/** How far back a student's own attendance is told, in days, and how many absences at most. */
const daysTold = 30;
const absencesTold = 5;

/** `/me`: who the bot thinks its reader is; `/me First Last`: their name in Zoom. In private only. */
export const me: BotCommand = {
  command: "me",
  about: say("qui je suis : /me Prénom Nom dit mon nom dans Zoom", "who I am: /me First Last says my name in Zoom"),
  scope: "private",
  answer: async (asked) => {
    const { db, language, from, words } = asked;
    const person = await findPersonByTelegram(db, from.id);
    if (person === undefined) return text(escapeHtml(groupsUnknown[language]));
    return text(words === "" ? await tell(asked, person) : await learn(asked, person));
  },
};

async function learn({ app, db, now, language, from, words }: Asked, person: StudentRow): Promise<string> {
  const learned = await learnIdentity({
    db,
    rules: app.config.attendance,
    now,
    by: `telegram:${from.id}`,
    studentId: person.id,
    kind: "zoom name",
    value: words.slice(0, longestName),
  });
  if (!learned.ok) return escapeHtml(`${learned.failure.what[language]} ${learned.failure.remedy[language]}`);
  const name = escapeHtml(words.slice(0, longestName));
  const { stays } = learned.value;
  return say(
    `✅ C'est noté : dans Zoom vous êtes « <b>${name}</b> ». Passages passés reconnus : ${stays}.`,
    `✅ Noted: in Zoom you are “<b>${name}</b>”. Earlier stays recognised: ${stays}.`,
  )[language];
}

async function tell(asked: Asked, person: StudentRow): Promise<string> {
  const { db, now, language } = asked;
  const rows = (await listRowsOf(db, [person.id])).map((row) => row.id);
  const known = await listIdentities(db, rows);
  const groups = (await listMemberships(db, [person.id])).filter((one) => one.leftAt === null);
  const sheet = await listSheet(db, { studentId: person.id, from: now.subtract({ hours: 24 * daysTold }) });
  const valuesOf = (kind: string) => known.filter((one) => one.kind === kind).map((one) => escapeHtml(one.value));
  const [zone] = zonesFor(asked);
  const present = sheet.filter((row) => row.present).length;
  const absences = sheet
    .filter((row) => !row.present)
    .slice(-absencesTold)
    .map((row) => `  • ${escapeHtml(row.courseTitle)}, ${dayIn(language, row.startsAt, zone)}`);
  const lines: readonly (readonly [string, readonly string[]])[] = [
    [say("Groupes", "Groups")[language], groups.map((one) => escapeHtml(one.title))],
    [say("Noms dans Zoom", "Names in Zoom")[language], valuesOf("zoom name")],
    ["E-mail", valuesOf("e-mail")],
  ];
  return [
    `👤 <b>${escapeHtml(person.displayName)}</b>`,
    ...lines.flatMap(([label, values]) => (values.length === 0 ? [] : [`${label} : ${values.join(", ")}`])),
    say(
      `Présences des ${daysTold} derniers jours : ${present} sur ${sheet.length}`,
      `Present in the last ${daysTold} days: ${present} of ${sheet.length}`,
    )[language],
    ...(absences.length === 0 ? [] : [say("Absences :", "Absences:")[language], ...absences]),
    "",
    say(
      "Un autre nom dans Zoom ? Écrivez <code>/me Prénom Nom</code>. Pour recevoir ou effacer vos données, demandez à l'école.",
      "Another name in Zoom? Write <code>/me First Last</code>. To get or erase your data, ask the school.",
    )[language],
  ].join("\n");
}
