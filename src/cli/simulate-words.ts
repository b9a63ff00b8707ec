import { say, type Bilingual } from "#lib/bilingual.ts";

import type { Deed } from "../simulate/hands.ts";
import type { Edit } from "../simulate/lines.ts";
import type { SimulatedWeek } from "../simulate/simulate.ts";
import type { Hour, TroubleName } from "../simulate/troubles.ts";

/** What happens in a simulated year, as people say it. */

export const editWords: Readonly<Record<Edit, Bilingual>> = {
  nothing: say("inchangé", "unchanged"),
  moved: say("autre heure", "moved"),
  "new course": say("cours ajouté", "new course"),
  "ended course": say("cours retiré", "ended course"),
  "new coach": say("autre coach", "new coach"),
  "other days": say("autres jours", "other days"),
};

export const deedWords: Readonly<Record<Deed, Bilingual>> = {
  nothing: say("rien", "nothing"),
  substitute: say("remplaçant", "substitute"),
  cancelled: say("séance annulée", "class cancelled"),
  "coach out": say("coach absent", "coach out"),
  holiday: say("jour férié", "holiday"),
  moved: say("séance déplacée", "class moved"),
  "moved late": say("séance déplacée le jour même", "class moved on its day"),
  "extra class": say("séance en plus", "extra class"),
};

export const hourWords: Readonly<Record<Hour, Bilingual>> = {
  sunday: say("la semaine se prépare", "the week is made"),
  morning: say("les rappels de 8 h", "the reminders of 8:00"),
  evening: say("les classements de 20 h", "the rankings of 20:00"),
};

export const modeWords: Readonly<Record<SimulatedWeek["mode"], Bilingual>> = {
  live: say("réel", "live"),
  dry: say("à blanc", "dry"),
  test: say("essai", "test"),
};

export const troubleWords: Readonly<Record<TroubleName, Bilingual>> = {
  crash: say("arrêt brutal", "crash"),
  "lost answers": say("réponses perdues", "lost answers"),
  flood: say("trop de requêtes (429)", "flood (429)"),
  "server errors": say("erreurs 5xx", "server errors (5xx)"),
  slow: say("services lents", "slow services"),
  hang: say("services muets", "services that hang"),
  kicked: say("bot exclu d'un groupe", "bot kicked"),
  migrated: say("groupe migré", "group migrated"),
  "repeated updates": say("nouvelles Telegram répétées", "repeated updates"),
  "webhooks astray": say("webhooks Zoom égarés", "Zoom webhooks astray"),
  "day spent": say("quota Zoom du jour épuisé", "Zoom day spent"),
  "zoom down": say("Zoom injoignable", "Zoom down"),
  "telegram down": say("Telegram injoignable", "Telegram down"),
  "clock jump": say("horloge qui saute", "clock jump"),
  "database restart": say("base de données relancée", "database restart"),
};
