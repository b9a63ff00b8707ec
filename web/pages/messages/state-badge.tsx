import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { tones } from "../../components/tones.ts";
import type { State } from "./lines.ts";

const colours = {
  planned: tones.busy,
  sending: tones.busy,
  sent: tones.good,
  failed: tones.bad,
  uncertain: tones.warning,
  held: tones.warning,
  cancelled: tones.quiet,
  expired: tones.quiet,
} as const;

/** Where a message stands, in a word and a colour. */
export function StateBadge({ state, isRecalled }: { readonly state: State; readonly isRecalled: boolean }) {
  const { t } = useTranslation();
  if (isRecalled) return <Badge color={tones.quiet}>{t("messages.recalled")}</Badge>;
  return <Badge color={colours[state]}>{t(`messages.state.${state}`)}</Badge>;
}
