import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";

// Shades dark enough for white letters.
const colours = {
  succeeded: "green.9",
  partial: "orange.9",
  failed: "red.9",
  skipped: "gray.8",
  open: "blue.9",
} as const;

/** How a run ended, in a word and a colour. */
export function Outcome({ outcome }: { readonly outcome: string | null }) {
  const { t } = useTranslation();
  const known = outcome === null ? "open" : outcome;
  if (!(known in colours)) return <Badge color="gray.8">{known}</Badge>;
  const name = known as keyof typeof colours;
  return <Badge color={colours[name]}>{t(`scenarios.outcome.${name}`)}</Badge>;
}
