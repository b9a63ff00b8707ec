import { Badge, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { tones } from "../../components/tones.ts";
import type { SheetLine } from "./lines.ts";

/** Whether somebody was there, and what else is known of it. */
export function Presence({ line }: { readonly line: SheetLine }) {
  const { t } = useTranslation();
  const notes = [
    t("participation.line.minutes", { count: line.minutes }),
    ...(line.late ? [t("participation.line.late", { count: line.lateBy })] : []),
    ...(line.leftEarly ? [t("participation.line.leftEarly", { count: line.leftEarlyBy })] : []),
    ...(line.correctionReason === null ? [] : [t("participation.line.corrected", { reason: line.correctionReason })]),
  ];
  return (
    <>
      <Badge color={line.present ? tones.good : tones.bad}>
        {line.present ? t("participation.line.present") : t("participation.line.absent")}
      </Badge>
      <Text size="sm" c="dimmed" component="span">
        {notes.join(" · ")}
      </Text>
    </>
  );
}
