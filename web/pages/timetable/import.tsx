import { Stack, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { ImportFlow } from "./import-flow.tsx";

/** The school's workbook becomes the timetable in force. */
export function Import() {
  const { t } = useTranslation();
  return (
    <Stack>
      <Title order={1}>{t("timetable.import.title")}</Title>
      <ImportFlow />
    </Stack>
  );
}
