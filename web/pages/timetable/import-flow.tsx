import { Button, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useAddress } from "../../components/address.ts";
import { ChooseWorkbook } from "./choose-workbook.tsx";
import { WorkbookReview } from "./workbook-review.tsx";

/**
 * From a workbook to the timetable in force: choose it, look at it, correct its columns, import. An upload is kept in
 * the address, so that it can be left and taken up again; an address on the web is not, since it may hold a secret.
 */
export function ImportFlow({ onDone }: { readonly onDone?: () => void }) {
  const { t } = useTranslation();
  const [{ workbook: upload }, change] = useAddress();
  const [link, setLink] = useState<string>();
  const place = link ?? upload;
  if (place === undefined) {
    return (
      <Stack>
        <Text>{t("timetable.import.intro")}</Text>
        <ChooseWorkbook onUpload={(workbook) => change({ workbook })} onLink={setLink} />
      </Stack>
    );
  }
  const leave = () => {
    setLink(undefined);
    change({ workbook: undefined, sheet: undefined, part: undefined, only: undefined });
  };
  return (
    <Stack>
      <Group>
        <Button size="compact-sm" variant="default" onClick={leave}>
          {t("timetable.import.another")}
        </Button>
      </Group>
      <WorkbookReview key={place} place={place} onDone={onDone} />
    </Stack>
  );
}
