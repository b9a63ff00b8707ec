import type { Config } from "#config";
import { changeLogo } from "#features/school/change-logo.ts";
import { logoSetting } from "#features/school/logo-rules.ts";
import type { Result } from "#lib/failure.ts";

import type { App } from "./parts.ts";

/** The logo as the page shows it. */
export function shownLogo({ given, rankings }: Config) {
  const fixed = given.has(logoSetting);
  return { picture: fixed ? null : (rankings.publishing.look.logo ?? null), fixed };
}

/** Changes the logo, or takes it away, and takes it up in this process at once; the others are told. */
export async function changeStoredLogo(
  app: App,
  { by, picture }: { readonly by: string; readonly picture: Blob | undefined },
): Promise<Result<void>> {
  const isFixed = app.config.given.has(logoSetting);
  const changed = await changeLogo({ db: app.database.db, now: app.clock.now(), by, isFixed, picture });
  if (changed.ok) await app.refresh();
  return changed;
}
