import { writeFile, mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";

import { diffLines } from "diff";

import { models } from "#app/custom/models.ts";
import { previewCustom } from "#app/custom/preview-custom.ts";
import { scenarioStub } from "#app/custom/scenario-stub.ts";
import { effectInWords } from "#features/scenarios/custom-rules.ts";
import { listArtefacts, listVersions } from "#features/scenarios/custom-store.ts";
import type { CustomPreview } from "#features/scenarios/preview-custom-scenario.ts";
import { nearChanges } from "#features/scenarios/version-rules.ts";
import { say } from "#lib/bilingual.ts";

import { textValue, type CommandContext, type ExitCode } from "./command.ts";
import { findRunNumbered } from "./find-run.ts";
import { withClient, withDatabaseIfAny } from "./open-app.ts";
import { codeInFile, codeOfVersion, noVersion, tell, withScenario } from "./scenario-edit.ts";
import { failureLines, inLanguage, printable } from "./terminal.ts";
import { levelTones, levelWords, momentIn } from "./wording.ts";

/** `scenario preview`: every change and message, none of them done. */
export async function preview(context: CommandContext, [name = ""]: readonly string[]): Promise<ExitCode> {
  const code = await codeInFile(context);
  if (!code.ok) return context.fail(code.failure);
  return await withClient(context, async (app) => {
    const seen = await previewCustom(app, { name, code: code.value, signal: context.signal });
    if (!seen.ok) return context.fail(seen.failure);
    if (context.json) context.terminal.json(previewDocument(context, seen.value));
    else printPreview(context, seen.value);
    if (seen.value.failure !== undefined) return 1;
    return seen.value.missing.length > 0 || seen.value.unsaved > 0 ? 3 : 0;
  });
}

function previewDocument({ language, text }: CommandContext, seen: CustomPreview): object {
  return {
    message: seen.message,
    error: seen.failure === undefined ? null : inLanguage(seen.failure, language),
    effects: seen.effects.map((effect) => ({ kind: effect.kind, text: text(effectInWords(effect)) })),
    log: seen.log,
    permissions: { used: seen.used, missing: seen.missing },
    rowsRead: seen.rowsRead,
    unsaved: seen.unsaved,
  };
}

function printPreview(context: CommandContext, seen: CustomPreview): void {
  const { terminal, text, language } = context;
  for (const { level, text: line } of seen.log) {
    terminal.print(`${terminal.tone(levelTones[level], text(levelWords[level]))} ${printable(line)}`);
  }
  for (const effect of seen.effects) terminal.print(`• ${printable(text(effectInWords(effect)))}`);
  if (seen.failure !== undefined) {
    for (const line of failureLines(seen.failure, { language, tone: terminal.tone, verbose: true }))
      terminal.print(line);
    return;
  }
  terminal.print(`${terminal.tone("good", "✓")} ${printable(seen.message)}`);
  const { effects, rowsRead, missing, unsaved } = seen;
  terminal.say(
    text(
      say(
        `${rowsRead} lignes lues, ${effects.length} effets, rien n'a été fait.`,
        `${rowsRead} rows read, ${effects.length} effects, nothing was done.`,
      ),
    ),
  );
  if (unsaved > 0) {
    terminal.say(
      text(
        say(`${unsaved} changement(s) sans db.session.commit().`, `${unsaved} change(s) without db.session.commit().`),
      ),
    );
  }
  if (missing.length > 0) {
    const rights = missing.join(", ");
    terminal.say(text(say(`Droits qui lui manquent : ${rights}.`, `Permissions it lacks: ${rights}.`)));
  }
}

/** `scenario show`: what it may do and use, and its code. */
export async function show(context: CommandContext, [name = ""]: readonly string[]): Promise<ExitCode> {
  return await withScenario(context, name, async (_db, scenario) => {
    if (context.json) context.terminal.json(scenario);
    else {
      tell(context, scenario);
      for (const line of scenario.code.split("\n")) context.terminal.print(`  │ ${printable(line)}`);
    }
    return 0;
  });
}

/** `scenario versions`: the newest first. */
export async function versions(context: CommandContext, [name = ""]: readonly string[]): Promise<ExitCode> {
  return await withScenario(context, name, async (db, _scenario, { school }) => {
    const rows = await listVersions(db, name);
    if (context.json) context.terminal.json(rows.map(({ code, ...row }) => ({ ...row, characters: code.length })));
    else {
      for (const { version, savedAt, savedBy, note } of rows) {
        const why = note === null ? "" : `  ${printable(note)}`;
        context.terminal.print(`${version}  ${momentIn(savedAt, school.timeZone)}  ${printable(savedBy)}${why}`);
      }
    }
    return 0;
  });
}

/** `scenario diff`: what changed from one version to another, or to the code in force. */
export async function diff(
  context: CommandContext,
  [name = "", older = "", newer]: readonly string[],
): Promise<ExitCode> {
  return await withScenario(context, name, async (db, { code }) => {
    const old = await codeOfVersion(db, name, older);
    if (old === undefined) return context.fail(noVersion(name, older));
    const now = newer === undefined ? code : await codeOfVersion(db, name, newer);
    if (now === undefined) return context.fail(noVersion(name, newer ?? ""));
    const lines = nearChanges(diffLines(old, now));
    if (context.json) context.terminal.json(lines);
    else {
      for (const { sign, text } of lines) {
        const tone = sign === "+" ? "good" : sign === "-" ? "bad" : "quiet";
        context.terminal.print(context.terminal.tone(tone, `${sign} ${printable(text)}`));
      }
    }
    return 0;
  });
}

/** `scenario files`: what a run made; with `--out`, written into a folder. */
export async function files(context: CommandContext, [written = ""]: readonly string[]): Promise<ExitCode> {
  return await withDatabaseIfAny(context, async (database) => {
    const run = await findRunNumbered(database?.db, written);
    if (!run.ok) return context.fail(run.failure);
    const made = database === undefined ? [] : await listArtefacts(database.db, run.value.id);
    const folder = textValue(context, "out");
    if (folder !== undefined) {
      await mkdir(resolve(folder), { recursive: true });
      for (const file of made) await writeFile(join(resolve(folder), file.fileName), file.bytes);
    }
    if (context.json)
      context.terminal.json(
        made.map(({ fileName, mediaType, bytes }) => ({ fileName, mediaType, bytes: bytes.length })),
      );
    else for (const file of made) context.terminal.print(`${printable(file.fileName)}  ${file.bytes.length}`);
    return 0;
  });
}

/** `scenario stub`: the names that a scenario may use, for the editor. */
export async function stub(context: CommandContext): Promise<ExitCode> {
  const written = await scenarioStub([...models.values()]);
  if (context.json) context.terminal.json({ file: "carillon/__init__.pyi", text: written });
  else context.terminal.print(written.trimEnd());
  return 0;
}
