import { Card, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Asked } from "../../components/asked.tsx";
import { Confirm } from "../../components/confirm.tsx";
import { useMayChange } from "../../components/may-change.ts";
import { notify } from "../../components/notices.tsx";
import { useAnew } from "../../components/use-anew.ts";

/** How the columns of workbooks are understood, each to be forgotten. */
export function Mappings() {
  const { t } = useTranslation();
  const mayChange = useMayChange();
  const anew = useAnew(api.timetable.mappings.key(), api.timetable.preview.key());
  const mappings = useQuery(api.timetable.mappings.queryOptions());
  const forgetting = useMutation(api.timetable.forgetMapping.mutationOptions({ onSuccess: anew }));
  const restoring = useMutation(api.timetable.restoreMapping.mutationOptions({ onSuccess: anew }));
  return (
    <Asked query={mappings}>
      {(rows) => (
        <Stack gap="xs">
          <Text size="sm">
            {rows.length === 0 ? t("timetable.history.noMappings") : t("timetable.history.mappingsHint")}
          </Text>
          {rows.map(({ id, fileName, sheet, columns, decidedBy }) => {
            const title =
              sheet === null
                ? t("timetable.history.like", { file: fileName })
                : t("timetable.history.alone", { sheet });
            return (
              <Card key={id} withBorder padding="sm">
                <Group justify="space-between" align="start">
                  <Stack gap={2} maw="40rem">
                    <Text fw={600}>{title}</Text>
                    <Text size="sm">
                      {decidedBy === null
                        ? t("timetable.history.seen")
                        : t("timetable.history.by", { name: decidedBy })}
                    </Text>
                    <Text size="sm">
                      {columns
                        ?.map(({ column, header }) => (header.trim() === "" ? column : `${column} ${header.trim()}`))
                        .join(" · ")}
                    </Text>
                  </Stack>
                  {mayChange ? (
                    <Confirm
                      label={t("timetable.history.forget")}
                      title={t("timetable.history.forgetTitle")}
                      touches={[title]}
                      consequence={t("timetable.history.forgetAfter")}
                      act={async () => {
                        await forgetting.mutateAsync({ id });
                        notify(t("timetable.history.forgotten"), async () => await restoring.mutateAsync({ id }));
                      }}
                    />
                  ) : null}
                </Group>
              </Card>
            );
          })}
        </Stack>
      )}
    </Asked>
  );
}
