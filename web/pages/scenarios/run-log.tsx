import { Anchor, Button, Code, Group, List, NativeSelect, Stack, Text } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Failed } from "../../components/asked.tsx";
import { useTimes } from "../../components/use-times.ts";
import { languageOf } from "../../i18n/i18n.ts";
import { ExportButtons } from "./export-buttons.tsx";
import type { LogLine } from "./lines.ts";
import { levels, levelNamed } from "./levels.ts";
import { Touched } from "./touched.tsx";

/** So many lines of a log are asked for at once. */
const page = 500;

/** What a run wrote, line by line as it writes; what it touched; its files. */
export function RunLog({ id, isOpen }: { readonly id: string; readonly isOpen: boolean }) {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const [level, setLevel] = useState<(typeof levels)[number]>();
  const log = useInfiniteQuery(
    api.scenarios.log.infiniteOptions({
      input: (after: number | undefined) => ({
        id,
        limit: page,
        ...(level === undefined ? {} : { level }),
        ...(after === undefined ? {} : { after }),
      }),
      initialPageParam: undefined,
      getNextPageParam: (lines) => (lines.length < page ? undefined : lines.at(-1)?.id),
    }),
  );
  const files = useQuery(api.scenarios.files.queryOptions({ input: { id } }));
  const lines = log.data?.pages.flat() ?? [];
  const end = useRef<HTMLDivElement>(null);
  const { hasNextPage, isFetching, fetchNextPage } = log;
  // Whoever looks at a run that goes on sees its latest line, however many came before.
  useEffect(() => {
    if (!isOpen) return;
    if (hasNextPage && !isFetching) void fetchNextPage();
    end.current?.scrollIntoView({ block: "nearest" });
  }, [isOpen, lines.length, hasNextPage, isFetching, fetchNextPage]);
  return (
    <Stack>
      {files.data === undefined || files.data.length === 0 ? null : (
        <Group role="group" aria-label={t("scenarios.runs.files")}>
          {files.data.map((file) => (
            <Anchor key={file.fileName} underline="always" href={file.address} download={file.fileName}>
              {file.fileName}
            </Anchor>
          ))}
        </Group>
      )}
      <Touched id={id} />
      <Group>
        <NativeSelect
          aria-label={t("scenarios.runs.level")}
          value={level ?? ""}
          onChange={(event) => setLevel(levelNamed(event.currentTarget.value))}
          data={[
            { value: "", label: t("scenarios.runs.everyLevel") },
            ...levels.map((one) => ({ value: one, label: t(`scenarios.level.${one}`) })),
          ]}
        />
        <ExportButtons fetchFile={async (format) => await api.scenarios.exportLog.call({ id, format, language })} />
      </Group>
      {log.isError ? <Failed error={log.error} retry={() => void log.refetch()} /> : null}
      {log.isPending ? <Text role="status">{t("frame.app.loading")}</Text> : null}
      {log.isSuccess && lines.length === 0 ? <Text>{t("scenarios.runs.emptyLog")}</Text> : null}
      <div role="log" aria-label={t("scenarios.runs.lines")}>
        <List spacing="xs" listStyleType="none">
          {lines.map((line) => (
            <List.Item key={line.id}>
              <Line line={line} />
            </List.Item>
          ))}
        </List>
      </div>
      {log.hasNextPage ? (
        <Group>
          <Button variant="default" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
            {t("scenarios.runs.moreLines")}
          </Button>
        </Group>
      ) : null}
      {isOpen ? <Text role="status">{t("scenarios.runs.underWay")}</Text> : null}
      <div ref={end} />
    </Stack>
  );
}

function Line({ line }: { readonly line: LogLine }) {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const times = useTimes();
  return (
    <>
      <Text size="sm" fw={line.level === "info" ? 400 : 600}>
        <Text span c="dimmed" inherit>
          {times.second(line.at)}{" "}
        </Text>
        {line.level === "info" ? "" : `${t(`scenarios.level.${line.level}`)} · `}
        {line.place === null ? "" : `${line.place} · `}
        {line.message[language]}
      </Text>
      {line.remedy === null ? null : (
        <Text size="sm">{t("scenarios.runs.remedy", { text: line.remedy[language] })}</Text>
      )}
      {line.cause === null ? null : (
        <details>
          <summary>{t("scenarios.runs.technical")}</summary>
          <Code block tabIndex={0}>
            {line.cause}
          </Code>
        </details>
      )}
    </>
  );
}
