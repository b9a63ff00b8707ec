import { Stack, Tabs, Text, Title } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { useAddress } from "../../components/address.ts";
import { Asked } from "../../components/asked.tsx";
import { Call } from "../../components/call.tsx";
import { Working } from "../../components/working.tsx";
import { languageOf } from "../../i18n/i18n.ts";
import { ApplyImport } from "./apply-import.tsx";
import { DifferenceTable } from "./difference-table.tsx";
import type { Decision } from "./lines.ts";
import { MappingEditor } from "./mapping-editor.tsx";
import { Questions } from "./questions.tsx";
import { SheetChoice } from "./sheet-choice.tsx";
import { SheetView } from "./sheet-view.tsx";

/** A workbook, looked at before it is imported: its sheet with what is wrong, its columns, what changes. */
export function WorkbookReview({
  place,
  onDone,
}: {
  readonly place: string;
  readonly onDone: (() => void) | undefined;
}) {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const [address, change] = useAddress();
  const [tried, setTried] = useState<Decision>();
  const preview = useQuery(
    api.timetable.preview.queryOptions({
      input: { place, ...(tried === undefined ? {} : { tried }) },
      placeholderData: keepPreviousData,
      // Reading a workbook takes a second: it is read again when something of it changes.
      staleTime: 60_000,
    }),
  );
  const { part = "sheet" } = address;
  return (
    <>
      <Working on={preview.isFetching} label={t("timetable.import.reading")} />
      <Asked query={preview}>
        {(data) => {
          const sheet = data.sheets.find((one) => one.name === address["sheet"]) ?? data.sheets[0];
          const changes = data.difference;
          const count = changes === null ? 0 : changes.added.length + changes.changed.length + changes.removed.length;
          return (
            <Stack>
              <Title order={2} size="h3">
                {data.fileName}
              </Title>
              {data.failure === null ? null : (
                <Call isBad title={data.failure.what[language]}>
                  <Text size="sm">{data.failure.remedy[language]}</Text>
                </Call>
              )}
              {data.weekly === null || data.failure !== null ? null : (
                <Call title={t("timetable.import.weeklyTitle")}>
                  <Text size="sm">{t("timetable.import.weekly", { name: data.weekly })}</Text>
                </Call>
              )}
              <Questions
                place={place}
                sheets={data.sheets}
                toColumns={(name) => change({ part: "columns", sheet: name })}
              />
              <Tabs value={part} onChange={(next) => change({ part: next ?? undefined })} keepMounted={false}>
                <Tabs.List aria-label={t("timetable.import.parts")}>
                  <Tabs.Tab value="sheet">{t("timetable.import.sheet")}</Tabs.Tab>
                  <Tabs.Tab value="columns">{t("timetable.import.columns")}</Tabs.Tab>
                  <Tabs.Tab value="changes">{t("timetable.import.changes", { count })}</Tabs.Tab>
                </Tabs.List>
                {sheet === undefined ? null : (
                  <>
                    <Tabs.Panel value="sheet" pt="md">
                      <Stack>
                        <SheetChoice sheets={data.sheets} chosen={sheet.name} />
                        <SheetView key={sheet.name} place={place} sheet={sheet} problems={data.problems} />
                      </Stack>
                    </Tabs.Panel>
                    <Tabs.Panel value="columns" pt="md">
                      <Stack>
                        <SheetChoice sheets={data.sheets} chosen={sheet.name} />
                        <MappingEditor
                          key={sheet.name}
                          place={place}
                          sheet={sheet}
                          preview={data}
                          tried={tried?.sheet === sheet.name ? tried : undefined}
                          onTry={setTried}
                        />
                      </Stack>
                    </Tabs.Panel>
                  </>
                )}
                <Tabs.Panel value="changes" pt="md">
                  {changes === null ? null : <DifferenceTable difference={changes} touches={data.touches} />}
                </Tabs.Panel>
              </Tabs>
              {data.failure === null ? (
                <ApplyImport place={place} preview={data} isDraft={tried !== undefined} onDone={onDone} />
              ) : null}
            </Stack>
          );
        }}
      </Asked>
    </>
  );
}
