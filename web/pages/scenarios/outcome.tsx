import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { tones } from "../../components/tones.ts";

const colours = {
  succeeded: tones.good,
  partial: tones.warning,
  failed: tones.bad,
  skipped: tones.quiet,
  open: tones.busy,
} as const;

/** How a run ended, in a word and a colour. */
export function Outcome({ outcome }: { readonly outcome: string | null }) {
  const { t } = useTranslation();
  const known = outcome === null ? "open" : outcome;
  if (!(known in colours)) return <Badge color={tones.quiet}>{known}</Badge>;
  const name = known as keyof typeof colours;
  return <Badge color={colours[name]}>{t(`scenarios.outcome.${name}`)}</Badge>;
}
