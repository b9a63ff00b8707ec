import { roles, type Role } from "./shape-rules.ts";
import { distance, fold } from "./text-rules.ts";

/** What a header cell announces, and how surely: `weak` words also stand for other things. */
export interface Announced {
  readonly role: Role | "start";
  readonly strength: "exact" | "weak" | "slip";
}

const dated = /\bdates?\b/;
const clock = /\b(time|heures?|hours?|horaires?)\b/;

/** Header words, accents folded. A role is tried in the order of `roles`; the start comes after all of them. */
const words: Readonly<Record<Role, RegExp>> = {
  from: /\b(a partir d[ue]|valable du|valid from|starts? on|first (day|class)|premiere? (seance|cours|jour)|du)\b/,
  until: /\b(jusqu'?\s?(au|a)|until|valid (to|until)|ends? on|last (day|class)|dernier(e)? (seance|cours|jour)|au)\b/,
  zone: /\b(fuseau|time ?zone|timezone|zone)\b/,
  email: /\b(e-?mails?|mail|courriels?)\b/,
  assistant: /\b(assistante?s?|assistance|co-?(coach|teacher|animat\w+))\b/,
  language: /\b(langue|language|lang)\b/,
  topic: /\b(thread|topic ?id|topic telegram|telegram topic|fil de discussion|sujet telegram|message_thread_id)\b/,
  group: /\b(telegram|chat|groupe?s?)\b/,
  link: /\b(zoom|visio\w*|meeting|reunion|teams|(lien|link|url) (du|de la|of the|to the)? ?(cours|class|classe))\b/,
  duration: /\b(duree|duration|minutes|length)\b/,
  end: /\b(fin|end|ends)\b/,
  day: /\b(day|days|jours?|weekday)\b/,
  level: /\b(niveaux?|levels?)\b/,
  coach:
    /\b(coach|coachs|coaches|teachers?|profs?|professeure?s?|enseignante?s?|formateurs?|formatrices?|animateurs?|animatrices?|tutors?|tuteurs?|tutrices?|instructors?|intervenante?s?|moniteurs?|monitrices?)\b/,
  title: /\b(cours|courses?|class|classes?|titles?|titres?|intitules?|matieres?|topic|sujet|subject|module|atelier)\b/,
  remark: /\b(remarques?|remarks?|notes?|commentaires?|comments?|observations?)\b/,
};
const start = /\b(creneaux?|slots?|time|heures?|horaires?|hours?|debut|start|starts|begin|begins|commence)\b/;
/** Words that name a title only when no better one does. */
const weakTitle = /\b(topic|sujet|subject|module|matieres?|classes?|class)\b/;

/** The words whose slips are known again, long enough that a slip cannot be another word. */
const known: readonly (readonly [word: string, role: Role | "start"])[] = [
  ["courriel", "email"],
  ["assistant", "assistant"],
  ["assistante", "assistant"],
  ["telegram", "group"],
  ["groupe", "group"],
  ["group", "group"],
  ["duree", "duration"],
  ["duration", "duration"],
  ["weekday", "day"],
  ["niveau", "level"],
  ["level", "level"],
  ["teacher", "coach"],
  ["professeur", "coach"],
  ["professeure", "coach"],
  ["enseignant", "coach"],
  ["enseignante", "coach"],
  ["formateur", "coach"],
  ["coach", "coach"],
  ["course", "title"],
  ["intitule", "title"],
  ["title", "title"],
  ["titre", "title"],
  ["remarque", "remark"],
  ["commentaire", "remark"],
  ["horaire", "start"],
  ["heure", "start"],
  ["debut", "start"],
  ["start", "start"],
  ["langue", "language"],
  ["language", "language"],
];

/** What a header cell says its column holds; `undefined` when it says nothing that is known. */
export function announcedBy(cellText: string): Announced | undefined {
  const text = fold(cellText).replaceAll(/[_\n]+/g, " ");
  // A meeting's number or code, and an assistant's address, are nobody's here.
  if (/\b(zoom|meeting|reunion)\b.*\b(id|code|passcode|password|mot de passe)\b/.test(text)) return undefined;
  if (words.email.test(text) && words.assistant.test(text)) return undefined;
  if (dated.test(text) && !clock.test(text)) {
    if (/\b(fin|end|until|jusqu'?\s?au|to)\b/.test(text)) return { role: "until", strength: "exact" };
    if (/\b(debut|start|begin|from|rentree)\b/.test(text)) return { role: "from", strength: "exact" };
  }
  const role = roles.find((one) => words[one].test(text));
  if (role !== undefined) {
    const isWeak = role === "title" && weakTitle.test(text) && !/\b(cours|courses?|titles?|titres?)\b/.test(text);
    return { role, strength: isWeak ? "weak" : "exact" };
  }
  if (start.test(text)) return { role: "start", strength: "exact" };
  const slip = slipIn(text);
  return slip === undefined ? undefined : { role: slip, strength: "slip" };
}

/** One letter may be wrong in a word of five, two in a word of eight. */
function slipIn(text: string): Role | "start" | undefined {
  for (const token of text.split(/[^a-z]+/)) {
    if (token.length < 4) continue;
    const near = known.find(
      ([word]) => Math.abs(word.length - token.length) <= 2 && distance(token, word) <= (word.length >= 8 ? 2 : 1),
    );
    if (near !== undefined && near[0].length >= 5) return near[1];
  }
  return undefined;
}
