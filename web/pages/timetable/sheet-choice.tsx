import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { useAddress } from "../../components/address.ts";
import type { SheetShown } from "./lines.ts";

/** Which sheet of the workbook is looked at; nothing to choose where there is one. */
export function SheetChoice({ sheets, chosen }: { readonly sheets: readonly SheetShown[]; readonly chosen: string }) {
  const { t } = useTranslation();
  const [, change] = useAddress();
  if (sheets.length < 2) return null;
  return (
    <NativeSelect
      label={t("timetable.sheet.choose")}
      maw={360}
      data={sheets.map(({ name, isRead }) => ({
        value: name,
        label: isRead ? name : t("timetable.sheet.notRead", { sheet: name }),
      }))}
      value={chosen}
      onChange={(event) => change({ sheet: event.currentTarget.value })}
    />
  );
}
