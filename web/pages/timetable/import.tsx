import { useTranslation } from "react-i18next";

import { ImportFlow } from "./import-flow.tsx";
import { TimetablePart } from "./parts.tsx";

/** The school's workbook becomes the timetable in force. */
export function Import() {
  const { t } = useTranslation();
  return (
    <TimetablePart title={t("timetable.import.title")}>
      <ImportFlow />
    </TimetablePart>
  );
}
