import type { Language } from "#lib/bilingual.ts";

import type { TemplateName } from "./rules.ts";

const timesLine = `{% for t in times %}🕗 <b>{{ t.time }}</b> ({{ t.place }}{% if t.day != "" %}, {{ t.day }}{% endif %})
{% endfor %}`;
const oldTimes = `{% for t in old_times %}{{ t.time }} ({{ t.place }}){% unless forloop.last %}, {% endunless %}{% endfor %}`;
const reasonLine = `{% if reason != "" %}{{ reason }}

{% endif %}`;

/** Our own words for each text, in LiquidJS and Telegram HTML; a school may have its own in their place. */
export const defaultTemplates: Readonly<Record<TemplateName, Readonly<Record<Language, string>>>> = {
  reminder: {
    fr: `📚 <b>{{ course }}</b>
🗓 {{ day }}
${timesLine}⏳ {{ duration }} minutes, avec {{ coach }}{% if assistant != "" %} (assistance : {{ assistant }}){% endif %}

🔗 <a href="{{ link }}">Entrer dans le cours</a>
{% if meeting_id != "" %}ID de réunion : <code>{{ meeting_id }}</code>
{% endif %}{% if passcode != "" %}Code secret : <code>{{ passcode }}</code>
{% endif %}
👉 Touchez le lien cinq minutes avant l'heure et entrez avec votre nom complet.`,
    en: `📚 <b>{{ course }}</b>
🗓 {{ day }}
${timesLine}⏳ {{ duration }} minutes, with {{ coach }}{% if assistant != "" %} (assistant: {{ assistant }}){% endif %}

🔗 <a href="{{ link }}">Join the class</a>
{% if meeting_id != "" %}Meeting ID: <code>{{ meeting_id }}</code>
{% endif %}{% if passcode != "" %}Passcode: <code>{{ passcode }}</code>
{% endif %}
👉 Tap the link five minutes before and enter with your full name.`,
  },
  starting: {
    fr: `⏰ <b>{{ course }}</b> commence dans {{ minutes }} minutes
${timesLine}
🔗 <a href="{{ link }}">Entrer dans le cours</a>{% if passcode != "" %}
Code secret : <code>{{ passcode }}</code>{% endif %}`,
    en: `⏰ <b>{{ course }}</b> begins in {{ minutes }} minutes
${timesLine}
🔗 <a href="{{ link }}">Join the class</a>{% if passcode != "" %}
Passcode: <code>{{ passcode }}</code>{% endif %}`,
  },
  moved: {
    fr: `🔁 <b>Changement d'horaire : {{ course }}</b>
${reasonLine}Le cours annoncé {{ old_day }} à ${oldTimes} aura lieu :
🗓 {{ day }}
${timesLine}`,
    en: `🔁 <b>New time: {{ course }}</b>
${reasonLine}The class told for {{ old_day }} at ${oldTimes} takes place:
🗓 {{ day }}
${timesLine}`,
  },
  cancelled: {
    fr: `❌ <b>Cours annulé : {{ course }}</b>
${reasonLine}Le cours du {{ day }} n'aura pas lieu :
${timesLine}`,
    en: `❌ <b>Class cancelled: {{ course }}</b>
${reasonLine}The class of {{ day }} does not take place:
${timesLine}`,
  },
  substitute: {
    fr: `👤 <b>{{ course }}</b>
${reasonLine}Le cours du {{ day }} sera donné par <b>{{ coach }}</b>, à la place de {{ old_coach }} :
${timesLine}`,
    en: `👤 <b>{{ course }}</b>
${reasonLine}The class of {{ day }} is taught by <b>{{ coach }}</b> in place of {{ old_coach }}:
${timesLine}`,
  },
  restored: {
    fr: `✅ <b>{{ course }}</b>
${reasonLine}Le cours du {{ day }} aura lieu, malgré l'annulation annoncée :
${timesLine}
avec {{ coach }}`,
    en: `✅ <b>{{ course }}</b>
${reasonLine}The class of {{ day }} takes place after all:
${timesLine}
with {{ coach }}`,
  },
};
