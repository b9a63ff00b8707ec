import type { Bilingual } from "#lib/bilingual.ts";

import type { Trouble } from "./group-rules.ts";
import { cannotWrite, hearsLittle, noPictures, type TroubleWords } from "./texts.ts";

/** What is asked of a group to judge it. */
export interface GroupState {
  readonly active: boolean;
  readonly trouble: Trouble | null;
  readonly inactiveReason: Bilingual | null;
  readonly inactiveRemedy: Bilingual | null;
  /** Absent until Telegram told. */
  readonly hearsAll: boolean | null;
  readonly maySendPhotos: boolean | null;
}

/** What does not go well in a group, each with its remedy, the worst first. */
export function troublesOf(group: GroupState): readonly TroubleWords[] {
  if (!group.active) {
    const { inactiveReason, inactiveRemedy } = group;
    return [{ what: inactiveReason ?? cannotWrite.what, remedy: inactiveRemedy ?? cannotWrite.remedy }];
  }
  return [...(group.hearsAll === false ? [hearsLittle] : []), ...(group.maySendPhotos === false ? [noPictures] : [])];
}

/**
 * How a group is: `lost` when nothing can be sent there, `off` when a person wants it so, `hampered` when something
 * is missing.
 */
export function healthOf(group: GroupState): "well" | "hampered" | "lost" | "off" {
  if (!group.active) return group.trouble === "off" ? "off" : "lost";
  return troublesOf(group).length > 0 ? "hampered" : "well";
}
