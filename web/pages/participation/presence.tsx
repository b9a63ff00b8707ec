import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { Mark } from "../../components/mark.tsx";
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
      <Mark tone={line.present ? "good" : "bad"}>
        {line.present ? t("participation.line.present") : t("participation.line.absent")}
      </Mark>
      <Text size="sm" c="dimmed" component="span">
        {notes.join(" · ")}
      </Text>
    </>
  );
}
