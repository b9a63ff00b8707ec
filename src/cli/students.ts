import type { App } from "#app/parts.ts";
import type { Decided } from "#features/participation/answer-question.ts";
import type { IdentityRow } from "#features/roster/student-store.ts";
import { say, type Bilingual } from "#lib/bilingual.ts";
import type { Failure, Result } from "#lib/failure.ts";

import { countValue } from "./arguments.ts";
import { textValue, type Command, type CommandContext, type ExitCode } from "./command.ts";
import { withClient } from "./open-app.ts";
import { tellDecision, withStudentOf } from "./student-words.ts";
import { printable } from "./terminal.ts";
import { misused } from "./usage-failures.ts";
import { runVerb, type Verbs } from "./verbs.ts";
import { momentIn } from "./wording.ts";

const usages = {
  list: "students [--group GROUP] [--search TEXT] [--limit N]",
  show: "students show STUDENT",
  add: 'students add "NAME" --group GROUP [--email EMAIL]',
  rename: 'students rename STUDENT "NAME"',
  name: 'students name STUDENT "ZOOM NAME"',
  email: "students email STUDENT EMAIL",
  merge: "students merge STUDENT INTO",
  split: 'students split STUDENT "NEW NAME" "ZOOM NAME OR EMAIL" …',
  join: "students join STUDENT GROUP",
  leave: "students leave STUDENT GROUP",
  export: "students export STUDENT [--out FILE]",
  erase: "students erase STUDENT --yes",
};

/** `carillon students`: who they are, and what a person decides about them. */
export const students: Command = {
  name: "students",
  summary: say(
    "Montre les élèves, leurs identités et leurs groupes, ou les change.",
    "Shows the students, their identities and their groups, or changes them.",
  ),
  usage: Object.values(usages),
  options: {
    group: {
      type: "string",
      value: "GROUP",
      about: say("Titre ou conversation du groupe.", "Title or chat of the group."),
    },
    search: { type: "string", value: "TEXT", about: say("Une partie du nom.", "A part of the name.") },
    email: { type: "string", value: "EMAIL", about: say("L'adresse de l'élève.", "The student's address.") },
    out: { type: "string", value: "FILE", about: say("Le fichier à écrire.", "The file to write.") },
    yes: { type: "boolean", about: say("Efface pour de bon.", "Erases for good.") },
    limit: {
      type: "string",
      value: "N",
      about: say("Combien de lignes au plus (100).", "How many lines at most (100)."),
    },
  },
  details: say(
    "STUDENT est un nom, un numéro Telegram ou le début d'un identifiant. Noms, fusions et séparations s'annulent avec « carillon identities undo N ». « leave » sort aussi des classements ; écrire dans le groupe n'y ramène pas.",
    "STUDENT is a name, a Telegram number or the beginning of an id. Names, merges and splits are taken back with `carillon identities undo N`. `leave` leaves the rankings too; writing in the group does not bring them back.",
  ),
  words: { least: 0, most: 20 },
  run: async (context) => await runVerb(context, "students", verbs, list),
};

const verbs: Verbs = {
  show: { usage: usages.show, least: 1, most: 1, run: show },
  add: { usage: usages.add, least: 1, most: 1, run: add },
  rename: {
    usage: usages.rename,
    least: 2,
    most: 2,
    run: async (context, [which, name = ""]) =>
      await withStudentOf(context, which, async (app, student) => {
        const { renameStudent } = await import("#features/roster/rename-student.ts");
        const renamed = await renameStudent({ ...actor(app), studentId: student.id, name });
        if (!renamed.ok) return context.fail(renamed.failure);
        return done(context, { id: student.id }, say("Nom changé.", "Name changed."));
      }),
  },
  name: {
    usage: usages.name,
    least: 2,
    most: 2,
    run: async (context, words) => await learn(context, "zoom name", words),
  },
  email: {
    usage: usages.email,
    least: 2,
    most: 2,
    run: async (context, words) => await learn(context, "e-mail", words),
  },
  merge: {
    usage: usages.merge,
    least: 2,
    most: 2,
    run: async (context, [which, into = ""]) =>
      await withStudentOf(context, which, async (app, student) => {
        const { findStudent } = await import("#features/roster/find-student.ts");
        const { mergePeople } = await import("#app/merge-people.ts");
        const other = await findStudent({ db: app.database.db, which: into });
        if (!other.ok) return context.fail(other.failure);
        return decided(context, await mergePeople({ ...decider(app), studentId: student.id, into: other.value.id }));
      }),
  },
  split: {
    usage: usages.split,
    least: 3,
    most: 20,
    run: async (context, [which, name = "", ...values]) =>
      await withStudentOf(context, which, async (app, student) => {
        const { splitStudent } = await import("#features/participation/split-student.ts");
        return decided(context, await splitStudent({ ...decider(app), studentId: student.id, name, values }));
      }),
  },
  export: { usage: usages.export, least: 1, most: 1, run: exportOne },
  erase: { usage: usages.erase, least: 1, most: 1, run: erase },
  join: { usage: usages.join, least: 2, most: 2, run: async (context, words) => await place(context, words, true) },
  leave: { usage: usages.leave, least: 2, most: 2, run: async (context, words) => await place(context, words, false) },
};

const actor = (app: App) => ({ db: app.database.db, now: app.clock.now(), by: "cli" });
const decider = (app: App) => ({ ...actor(app), rules: app.config.attendance });

function done(context: CommandContext, document: object, sentence: Bilingual): ExitCode {
  if (context.json) context.terminal.json(document);
  else context.terminal.print(context.text(sentence));
  return 0;
}

function decided(context: CommandContext, result: Result<Decided>): ExitCode {
  return result.ok ? tellDecision(context, result.value) : context.fail(result.failure);
}

async function list(context: CommandContext): Promise<ExitCode> {
  const limit = countValue(context.values, "limit", 100);
  if (!limit.ok) return misused(context, limit.failure);
  return await withClient(context, async (app) => {
    const { db } = app.database;
    const { searchStudents } = await import("#features/roster/student-store.ts");
    const { findGroupByWords } = await import("#features/roster/find-group-by-words.ts");
    const asked = textValue(context, "group");
    const group = asked === undefined ? undefined : await findGroupByWords({ db, which: asked });
    if (group?.ok === false) return context.fail(group.failure);
    const found = await searchStudents(db, {
      text: textValue(context, "search"),
      groupId: group?.value.id,
      limit: limit.value,
    });
    if (context.json) context.terminal.json(found);
    else for (const one of found) context.terminal.print(`${one.id.slice(0, 8)}  ${printable(one.displayName)}`);
    if (found.length === 0) context.terminal.say(context.text(say("Aucun élève.", "No student.")));
    return 0;
  });
}

async function show(context: CommandContext, [which]: readonly string[]): Promise<ExitCode> {
  return await withStudentOf(context, which, async (app, student) => {
    const { db } = app.database;
    const { listIdentities, listMemberships, listRowsOf } = await import("#features/roster/student-store.ts");
    const rows = (await listRowsOf(db, [student.id])).map((row) => row.id);
    const known = await listIdentities(db, rows);
    const groups = await listMemberships(db, [student.id]);
    if (context.json) {
      context.terminal.json({ ...student, rows, identities: known, groups });
      return 0;
    }
    const { terminal, text } = context;
    const zone = app.config.school.timeZone;
    terminal.print(`${terminal.tone("strong", printable(student.displayName))}  ${student.id}`);
    for (const one of known) terminal.print(`  ${text(identityWords[one.kind])}  ${printable(one.value)}`);
    for (const one of groups) {
      const left = one.leftAt === null ? "" : text(say("  parti", "  left"));
      terminal.print(`  ${text(say("groupe", "group"))}  ${printable(one.title)}  ${momentIn(one.since, zone)}${left}`);
    }
    return 0;
  });
}

const identityWords: Readonly<Record<IdentityRow["kind"], Bilingual>> = {
  telegram: say("Telegram", "Telegram"),
  "zoom name": say("nom Zoom", "Zoom name"),
  "e-mail": say("e-mail", "e-mail"),
  registrant: say("inscription Zoom", "Zoom registrant"),
};

async function add(context: CommandContext, [name = ""]: readonly string[]): Promise<ExitCode> {
  return await withClient(context, async (app) => {
    const { addStudent } = await import("#features/roster/add-student.ts");
    const { findGroupByWords } = await import("#features/roster/find-group-by-words.ts");
    const asked = textValue(context, "group");
    const group = asked === undefined ? undefined : await findGroupByWords({ db: app.database.db, which: asked });
    if (group?.ok === false) return context.fail(group.failure);
    const groupIds = group === undefined ? [] : [group.value.id];
    const id = await addStudent({ ...actor(app), name, groupIds, email: textValue(context, "email") });
    return done(context, { id }, say(`Élève ajouté : ${id}`, `Student added: ${id}`));
  });
}

async function learn(
  context: CommandContext,
  kind: "zoom name" | "e-mail",
  words: readonly string[],
): Promise<ExitCode> {
  const [which, value = ""] = words;
  return await withStudentOf(context, which, async (app, student) => {
    const { learnIdentity } = await import("#features/participation/learn-identity.ts");
    return decided(context, await learnIdentity({ ...decider(app), studentId: student.id, kind, value }));
  });
}

async function place(
  context: CommandContext,
  [which, where = ""]: readonly string[],
  inside: boolean,
): Promise<ExitCode> {
  return await withStudentOf(context, which, async (app, student) => {
    const { findGroupByWords } = await import("#features/roster/find-group-by-words.ts");
    const { placeStudent } = await import("#features/roster/place-student.ts");
    const group = await findGroupByWords({ db: app.database.db, which: where });
    if (!group.ok) return context.fail(group.failure);
    const changed = await placeStudent({ ...actor(app), studentId: student.id, groupId: group.value.id, inside });
    const never = say("L'élève n'était pas dans ce groupe.", "The student was not in this group.");
    const moved = inside
      ? say("L'élève est dans le groupe.", "The student is in the group.")
      : say(
          "L'élève n'est plus dans le groupe ni dans ses classements.",
          "The student is out of the group and its rankings.",
        );
    return done(context, { changed }, changed ? moved : never);
  });
}

async function exportOne(context: CommandContext, [which]: readonly string[]): Promise<ExitCode> {
  return await withStudentOf(context, which, async (app, student) => {
    const { exportStudent } = await import("#app/export-student.ts");
    const document = await exportStudent({ db: app.database.db, studentId: student.id });
    const out = textValue(context, "out");
    if (out === undefined) {
      context.terminal.json(document);
      return 0;
    }
    const { writeNewFile } = await import("./write-file.ts");
    const written = await writeNewFile(out, `${JSON.stringify(document, undefined, 2)}\n`);
    if (!written.ok) return context.fail(written.failure);
    return done(context, { file: out }, say(`Données écrites dans ${out}.`, `Data written to ${out}.`));
  });
}

async function erase(context: CommandContext, [which]: readonly string[]): Promise<ExitCode> {
  if (context.values["yes"] !== true) return misused(context, eraseForGood);
  return await withStudentOf(context, which, async (app, student) => {
    const { eraseStudent } = await import("#app/erase-student.ts");
    await eraseStudent({ ...actor(app), studentId: student.id, language: app.config.school.language });
    const sentence = say(
      "Élève effacé. Ses points restent, sans nom. Ce que Telegram a déjà livré reste dans les groupes, et les sauvegardes gardent l'élève jusqu'à leur propre fin.",
      "Student erased. The points stay, without a name. What Telegram delivered stays in the groups, and backups keep the student until they end themselves.",
    );
    return done(context, { erased: student.id }, sentence);
  });
}

const eraseForGood: Failure = {
  code: "student.erase-unconfirmed",
  what: say("Effacer un élève ne s'annule pas.", "Erasing a student can't be taken back."),
  remedy: say(
    "« carillon students export » d'abord si l'élève veut ses données ; puis ajoutez --yes.",
    "`carillon students export` first if the student wants the data; then add --yes.",
  ),
};
