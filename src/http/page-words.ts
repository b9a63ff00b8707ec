import { say, type Bilingual } from "#lib/bilingual.ts";
import { frenchSpaces } from "#lib/french.ts";

/** The page on which a person does what a command of the terminal does. */
const pages: Readonly<Record<string, Bilingual>> = {
  announce: say("Annoncer", "Announce"),
  attendance: say("Présences", "Attendance"),
  contests: say("Contestations", "Contests"),
  courses: say("Emploi du temps", "Timetable"),
  doctor: say("Aujourd'hui", "Today"),
  exceptions: say("Plan de la semaine", "Plan of the week"),
  groups: say("Groupes", "Groups"),
  holidays: say("Emploi du temps", "Timetable"),
  identities: say("Noms à relier", "Names to match"),
  import: say("Emploi du temps", "Timetable"),
  imports: say("Emploi du temps", "Timetable"),
  logs: say("Exécutions", "Runs"),
  mapping: say("Emploi du temps", "Timetable"),
  meetings: say("Plan de la semaine", "Plan of the week"),
  messages: say("Messages", "Messages"),
  points: say("Élèves", "Students"),
  rankings: say("Classements", "Rankings"),
  run: say("Scénarios", "Scenarios"),
  runs: say("Exécutions", "Runs"),
  scenario: say("Scénarios", "Scenarios"),
  scenarios: say("Scénarios", "Scenarios"),
  sessions: say("Plan de la semaine", "Plan of the week"),
  students: say("Élèves", "Students"),
  templates: say("Modèles", "Templates"),
};

/** What only who sits at the machine can do, told beside what the page does: a sentence or a bracket that says so. */
const onMachine = {
  fr: / (?:Sur la machine : [^.]*\.(?= |$)|\(sur la machine : [^)]*\))/g,
  en: / (?:On the machine: [^.]*\.(?= |$)|\(on the machine: [^)]*\))/g,
};

/**
 * A sentence for who reads it on the page: where it names a command of the terminal (`carillon groups …`), it names the
 * page that does the same, and what is told for the machine beside the page is left out. A command that no page replaces,
 * such as `carillon start`, stays. French marks stay with their words at the end of a line.
 */
export function onPage(told: Bilingual): Bilingual {
  const fr = told.fr.replaceAll(onMachine.fr, "");
  const en = told.en.replaceAll(onMachine.en, "");
  return say(
    frenchSpaces(
      fr.replaceAll(/« carillon ([a-z]+)[^»]*»/g, (written: string, command: string, at: number) => {
        const page = pages[command];
        return page === undefined ? written : `${isFirst(fr, at) ? "La" : "la"} page « ${page.fr} »`;
      }),
    ),
    en.replaceAll(/`carillon ([a-z]+)[^`]*`/g, (written: string, command: string, at: number) => {
      const page = pages[command];
      return page === undefined ? written : `${isFirst(en, at) ? "The" : "the"} page "${page.en}"`;
    }),
  );
}

/** What happened and what to do, for who reads it on the page. */
export function toldOnPage({ what, remedy }: { readonly what: Bilingual; readonly remedy: Bilingual }) {
  return { what: onPage(what), remedy: onPage(remedy) };
}

function isFirst(text: string, at: number): boolean {
  return at === 0 || /[.!?] $/.test(text.slice(0, at));
}
