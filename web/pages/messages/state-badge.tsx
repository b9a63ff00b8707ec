import { useTranslation } from "react-i18next";

import { Mark } from "../../components/mark.tsx";
import { messageTones } from "../../components/tones.ts";
import type { State } from "./lines.ts";

/** Where a message stands, in a word and a colour. */
export function StateBadge({ state, isRecalled }: { readonly state: State; readonly isRecalled: boolean }) {
  const { t } = useTranslation();
  if (isRecalled) return <Mark tone="quiet">{t("messages.recalled")}</Mark>;
  return <Mark tone={messageTones[state]}>{t(`messages.state.${state}`)}</Mark>;
}
