import { templateNames, type TemplateName } from "#features/messages/rules.ts";
import { say, type Language } from "#lib/bilingual.ts";
import { ok } from "#lib/failure.ts";

import { textValue, type Command, type CommandContext, type ExitCode } from "./command.ts";
import { givenText } from "./given-text.ts";
import { withClient, withDatabaseIfAny } from "./open-app.ts";
import { printable } from "./terminal.ts";
import { misused, wordMissing, wrongValue } from "./usage-failures.ts";
import { runVerb, type Verbs } from "./verbs.ts";

const verbNames = ["show", "set", "reset"] as const;

const verbs: Verbs = Object.fromEntries(
  verbNames.map((verb) => [
    verb,
    {
      usage: `templates ${verb} NAME`,
      least: 1,
      most: 1,
      run: async (context, [written = ""]) => await actOn(context, verb, written),
    },
  ]),
);

/** `carillon templates`: the school's own words for reminders and alerts. */
export const templates: Command = {
  name: "templates",
  summary: say(
    "Montre les modèles des messages, ou les remplace par les mots de l'école.",
    "Shows the messages' templates, or replaces them by the school's own words.",
  ),
  usage: [
    "templates",
    "templates show NAME [--for fr|en]",
    'templates set NAME --for fr|en --file FILE|--text "…"',
    "templates reset NAME --for fr|en",
  ],
  options: {
    for: { type: "string", value: "fr|en", about: say("La langue du groupe.", "The group's language.") },
    file: { type: "string", value: "FILE", about: say("Le fichier du modèle.", "The template's file.") },
    text: { type: "string", value: "TEXT", about: say("Le modèle lui-même.", "The template itself.") },
  },
  details: say(
    "Un modèle est du LiquidJS dans du HTML de Telegram (<b>, <i>, <a href=…>, <code>). show donne le modèle, ce qu'il peut utiliser et ce qu'il donne. Un modèle faux est refusé et l'ancien reste.",
    "A template is LiquidJS in Telegram's HTML (<b>, <i>, <a href=…>, <code>). show gives the template, what it may use and how it reads. A wrong template is refused and the old one stays.",
  ),
  words: { least: 0, most: 2 },
  run: async (context) => await runVerb(context, "templates", verbs, list),
};

async function actOn(context: CommandContext, verb: (typeof verbNames)[number], written: string): Promise<ExitCode> {
  const name = templateNames.find((each) => each === written);
  if (name === undefined) {
    const names = templateNames.join(", ");
    return misused(context, wrongValue("NAME", written, say(`Donnez : ${names}.`, `Give one of: ${names}.`)));
  }
  const language = textValue(context, "for") ?? (verb === "show" ? context.language : undefined);
  if (language !== "fr" && language !== "en") {
    return misused(context, wrongValue("--for", language ?? "", say("Donnez fr ou en.", "Give fr or en.")));
  }
  if (verb === "show") return await show(context, name, language);
  const body = verb === "reset" ? ok(null) : givenText(context, setWords);
  return body.ok ? await save(context, name, language, body.value) : misused(context, body.failure);
}

const setWords = {
  missing: wordMissing("templates set", 'templates set NAME --for fr --file FILE|--text "…"'),
  unreadable: {
    code: "template.file-unreadable",
    what: say("Le fichier du modèle ne se lit pas.", "The template's file cannot be read."),
  },
};

async function list(context: CommandContext): Promise<ExitCode> {
  if (context.json) context.terminal.json(templateNames);
  else for (const name of templateNames) context.terminal.print(name);
  return 0;
}

async function show(context: CommandContext, name: TemplateName, language: Language): Promise<ExitCode> {
  return await withDatabaseIfAny(context, async (database) => {
    const { defaultTemplates } = await import("#features/messages/default-templates-rules.ts");
    const { readTemplates } = await import("#features/messages/template-store.ts");
    const { plainText } = await import("#features/messages/html-rules.ts");
    const { sampleOf, templateVariables } = await import("#features/messages/template-rules.ts");
    const ours = defaultTemplates[name][language];
    const body = database === undefined ? ours : (await readTemplates(database.db))(name, language);
    const sample = sampleOf(name, language, body);
    const { terminal, text } = context;
    if (context.json) {
      const variables = Object.entries(templateVariables[name]).map(([key, { about }]) => [key, text(about)]);
      terminal.json({ name, language, isOurs: body === ours, body, variables: Object.fromEntries(variables), sample });
      return 0;
    }
    terminal.print(terminal.tone("strong", `${name} (${language})`));
    terminal.print(body);
    terminal.print(terminal.tone("strong", `\n${text(say("Ce qu'il peut utiliser", "What it may use"))}`));
    for (const [key, { about }] of Object.entries(templateVariables[name])) {
      terminal.print(`  {{ ${key} }}  ${text(about)}`);
    }
    terminal.print(terminal.tone("strong", `\n${text(say("Ce qu'il donne", "How it reads"))}`));
    for (const line of plainText(sample).split("\n")) terminal.print(`  │ ${printable(line)}`);
    return 0;
  });
}

async function save(
  context: CommandContext,
  name: TemplateName,
  language: Language,
  body: string | null,
): Promise<ExitCode> {
  return await withClient(context, async (app) => {
    const { saveTemplate } = await import("#features/messages/save-template.ts");
    const { db } = app.database;
    const saved = await saveTemplate({ db, now: app.clock.now(), by: "cli", name, language, body });
    if (!saved.ok) return context.fail(saved.failure);
    if (context.json) context.terminal.json({ name, language, body: saved.value });
    else {
      const done = say(
        "Enregistré. Les messages déjà prévus le prennent au prochain « carillon run generate_messages ».",
        "Saved. Messages planned already take it with the next `carillon run generate_messages`.",
      );
      context.terminal.print(context.text(done));
    }
    return 0;
  });
}
