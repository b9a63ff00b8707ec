import { useTranslation } from "react-i18next";

import { Mark } from "../../components/mark.tsx";
import type { State } from "./lines.ts";

const toneOf = {
  planned: "busy",
  sending: "busy",
  sent: "good",
  failed: "bad",
  uncertain: "warning",
  held: "warning",
  cancelled: "quiet",
  expired: "quiet",
} as const;

/** Where a message stands, in a word and a colour. */
export function StateBadge({ state, isRecalled }: { readonly state: State; readonly isRecalled: boolean }) {
  const { t } = useTranslation();
  if (isRecalled) return <Mark tone="quiet">{t("messages.recalled")}</Mark>;
  return <Mark tone={toneOf[state]}>{t(`messages.state.${state}`)}</Mark>;
}
