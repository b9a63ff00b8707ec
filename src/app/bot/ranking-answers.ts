import { tellTheAdmin } from "#app/tell-the-admin.ts";
import { escapeHtml, type MessageContent } from "#features/messages/rules.ts";
import { findChoice, type Choice } from "#features/rankings/choice-store.ts";
import { chooseListing } from "#features/rankings/choose-listing.ts";
import { contestPoints } from "#features/rankings/contest-points.ts";
import { listEntries, sumByGroup } from "#features/rankings/ledger-store.ts";
import { periodNames, type PeriodName } from "#features/rankings/period-rules.ts";
import { nearTo, type RankingLine } from "#features/rankings/rules.ts";
import { showRanking } from "#features/rankings/show-ranking.ts";
import { rankingHeadings, rankingLineHtml } from "#features/rankings/texts.ts";
import { contestInWords, whyHtml } from "#features/rankings/why-rules.ts";
import { findPersonByTelegram } from "#features/roster/student-store.ts";
import type { GroupRow } from "#features/roster/store.ts";
import { say, type Bilingual } from "#lib/bilingual.ts";

import type { Asked, BotCommand } from "./frame.ts";
import { groupsUnknown, text } from "./timetable-answers.ts";

/** A private answer tells of so many groups, at most. */
const mostGroups = 3;

/** `/rank`, `/rank week`: the first of the group, and who stands near the asker. */
export const rank: BotCommand = {
  command: "rank",
  about: say("le classement, et votre place", "the ranking, and your place"),
  scope: "both",
  answer: async (asked) => {
    const { groups, language } = asked;
    if (groups.length === 0) return text(escapeHtml(groupsUnknown[language]));
    const period = periodOf(asked.words);
    const person = await findPersonByTelegram(asked.db, asked.from.id);
    const parts = [];
    for (const group of groups.slice(0, mostGroups)) parts.push(await standing(asked, group, period, person?.id));
    return text(parts.join("\n\n"));
  },
};

const periodWords: Readonly<Record<string, PeriodName>> = { jour: "day", semaine: "week", mois: "month" };

function periodOf(words: string): PeriodName {
  const word = words.toLowerCase();
  return periodNames.find((name) => name === word) ?? periodWords[word] ?? "all";
}

async function standing(asked: Asked, group: GroupRow, period: PeriodName, studentId: string | undefined) {
  const { app, db, now, language } = asked;
  const scope = { kind: "group", groupId: group.id } as const;
  const { lines } = await showRanking({ db, school: app.config.school, scope, period, now });
  const head = `🏆 <b>${rankingHeadings[period][language]}</b> — ${escapeHtml(group.title)}`;
  if (lines.length === 0) return `${head}\n${escapeHtml(nobodyYet[language])}`;
  const first = lines.filter((line) => line.rank <= app.config.rankings.publishing.top);
  const near = studentId === undefined ? [] : nearTo(lines, studentId).filter((line) => !first.includes(line));
  const write = (line: RankingLine) => rankingLineHtml(line, language, line.studentId === studentId);
  return [head, ...first.map(write), ...(near.length === 0 ? [] : ["…", ...near.map(write)])].join("\n");
}

/** `/why`: where each point came from. In private only: points are a student's own business. */
export const why: BotCommand = {
  command: "why",
  about: say("d'où viennent vos points", "where your points come from"),
  scope: "private",
  answer: async ({ app, db, from, language }) => {
    const person = await findPersonByTelegram(db, from.id);
    if (person === undefined) return text(escapeHtml(groupsUnknown[language]));
    const [totals, entries] = [
      await sumByGroup(db, person.id),
      await listEntries(db, { studentId: person.id, limit: 25 }),
    ];
    return text(whyHtml({ totals, entries }, app.config.school.timeZone, language));
  },
};

/** `/contest 12 I was there`, `/contest my points of Monday are missing`. */
export const contest: BotCommand = {
  command: "contest",
  about: say("signaler une erreur dans vos points", "report a mistake in your points"),
  scope: "private",
  answer: async (asked) => {
    const { app, db, now, from, groups, language, words } = asked;
    const person = await findPersonByTelegram(db, from.id);
    const [group] = groups;
    if (person === undefined || group === undefined) return text(escapeHtml(groupsUnknown[language]));
    const [, number, rest = ""] = /^#?(\d{1,15})?\s*(.*)$/s.exec(words) ?? [];
    if (rest === "") return text(escapeHtml(contestUsage[language]));
    const opened = await contestPoints({
      db,
      now,
      studentId: person.id,
      groupId: group.id,
      entryId: number === undefined ? undefined : Number(number),
      words: rest,
    });
    if (!opened.ok) return text(escapeHtml(`${opened.failure.what[language]} ${opened.failure.remedy[language]}`));
    const { contest: kept, evidence } = opened.value;
    await tellTheAdmin(app, db, {
      subject: `contest ${kept.id}`,
      text: contestInWords(kept, person.displayName, evidence, app.config.school.timeZone),
    });
    return text(escapeHtml(contestKept(kept.id)[language]));
  },
};

/** `/ranking hide`, `/ranking show`, `/ranking name Étoile`, `/ranking name`: what the asker chooses. */
export const ranking: BotCommand = {
  command: "ranking",
  about: say("paraître ou non dans les classements, sous quel nom", "be in rankings or not, under which name"),
  scope: "private",
  answer: async (asked) => {
    const [verb = "", ...rest] = asked.words.split(/\s+/u);
    const name = rest.join(" ");
    const changes: Readonly<Record<string, Partial<Choice>>> = {
      hide: { hidden: true },
      show: { hidden: false },
      name: { pseudonym: name === "" ? null : name },
    };
    return await choose(asked, changes[verb.toLowerCase()]);
  },
};

/** `/nudge on`, `/nudge off`: a private word after two days of silence. */
export const nudge: BotCommand = {
  command: "nudge",
  about: say(
    "on ou off : un mot en privé après deux jours de silence",
    "on or off: a private word after two silent days",
  ),
  scope: "private",
  answer: async (asked) => {
    const word = asked.words.toLowerCase();
    return await choose(asked, word === "on" || word === "off" ? { nudges: word === "on" } : undefined);
  },
};

async function choose(asked: Asked, change: Partial<Choice> | undefined): Promise<MessageContent> {
  const { db, now, from, language } = asked;
  const person = await findPersonByTelegram(db, from.id);
  if (person === undefined) return text(escapeHtml(groupsUnknown[language]));
  const choice =
    change === undefined
      ? await findChoice(db, person.id)
      : await chooseListing({ db, now, studentId: person.id, change, by: `telegram:${from.id}` });
  return text(escapeHtml(choiceInWords(choice, person.displayName)[language]));
}

function choiceInWords(choice: Choice, name: string): Bilingual {
  const shown = choice.pseudonym ?? name;
  return say(
    [
      choice.hidden ? "Vous ne paraissez dans aucun classement." : `Vous paraissez dans les classements : ${shown}.`,
      `Mots en privé après deux jours de silence : ${choice.nudges ? "oui" : "non"}.`,
      "/ranking hide, /ranking show, /ranking name NOM, /ranking name, /nudge on, /nudge off",
    ].join("\n"),
    [
      choice.hidden ? "You are in no ranking." : `You are in the rankings as: ${shown}.`,
      `Private words after two silent days: ${choice.nudges ? "yes" : "no"}.`,
      "/ranking hide, /ranking show, /ranking name NAME, /ranking name, /nudge on, /nudge off",
    ].join("\n"),
  );
}

function contestKept(id: number): Bilingual {
  return say(
    `C'est noté (contestation n° ${id}). L'école regarde et vous répond ici.`,
    `Noted (contest number ${id}). The school will look at it and answer here.`,
  );
}

const nobodyYet = say("Personne n'a encore de points.", "Nobody has points yet.");
const contestUsage = say(
  "Écrivez /contest NUMÉRO ce qui ne va pas (les numéros sont dans /why), ou /contest ce qui manque.",
  "Write /contest NUMBER what is wrong (the numbers are in /why), or /contest what is missing.",
);
