import { useTranslation } from "react-i18next";

import { Mark } from "../../components/mark.tsx";

const colours = {
  succeeded: "good",
  partial: "warning",
  failed: "bad",
  skipped: "quiet",
  open: "busy",
} as const;

/** How a run ended, in a word and a colour. */
export function Outcome({ outcome }: { readonly outcome: string | null }) {
  const { t } = useTranslation();
  const known = outcome === null ? "open" : outcome;
  if (!(known in colours)) return <Mark tone="quiet">{known}</Mark>;
  const name = known as keyof typeof colours;
  return <Mark tone={colours[name]}>{t(`scenarios.outcome.${name}`)}</Mark>;
}
