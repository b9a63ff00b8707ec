import { previewCustomScenario, type CustomPreview } from "#features/scenarios/preview-custom-scenario.ts";
import type { Result } from "#lib/failure.ts";
import type { App } from "../parts.ts";
import { aboutOf, schoolForScenarios } from "./school-for-scenarios.ts";

/** What a custom scenario would do now over the app's parts; `code` absent: the code in force. */
export async function previewCustom(
  app: App,
  { name, code, signal }: { readonly name: string; readonly code?: string | undefined; readonly signal: AbortSignal },
): Promise<Result<CustomPreview>> {
  return await previewCustomScenario({
    db: app.database.db,
    python: app.services.python,
    school: schoolForScenarios(app),
    about: aboutOf(app),
    name,
    code,
    now: app.clock.now(),
    signal,
  });
}
