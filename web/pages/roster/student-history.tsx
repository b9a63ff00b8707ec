import { Button, Group, List, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Asked, Failed } from "../../components/asked.tsx";
import { useMayChange } from "../../components/may-change.ts";
import { Moment } from "../../components/moment.tsx";
import { useAnew } from "../../components/use-anew.ts";
import { Decisions } from "../participation/decisions.tsx";

/** What people decided about a student: identities, merges, corrections of attendance. */
export function StudentHistory({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const mayChange = useMayChange();
  const anew = useAnew(api.participation.key(), api.roster.key());
  const history = useQuery(api.participation.studentHistory.queryOptions({ input: { id } }));
  const undo = useMutation(api.participation.undoCorrection.mutationOptions({ onSuccess: anew }));
  return (
    <Asked query={history}>
      {({ decisions, corrections }) => (
        <Stack>
          <Title order={2} size="h3">
            {t("participation.decisions.title")}
          </Title>
          <Decisions decisions={decisions} />
          <Title order={2} size="h3">
            {t("roster.history.corrections")}
          </Title>
          {undo.isError ? <Failed error={undo.error} /> : null}
          {corrections.length === 0 ? <Text>{t("roster.history.noCorrection")}</Text> : null}
          <List listStyleType="none" spacing="xs" pl={0}>
            {corrections.map((one) => (
              <List.Item key={one.id}>
                <Group gap="xs">
                  <Text size="sm" td={one.undoneAt === null ? "none" : "line-through"}>
                    {one.present ? t("participation.line.present") : t("participation.line.absent")} : {one.reason}
                  </Text>
                  <Text size="sm" c="dimmed">
                    {one.by} · <Moment at={one.at} />
                  </Text>
                  {one.undoneAt !== null ? (
                    <Text size="sm">{t("participation.decisions.isUndone")}</Text>
                  ) : mayChange ? (
                    <Button
                      variant="default"
                      size="compact-xs"
                      aria-label={t("participation.decisions.undoOne", { words: one.reason })}
                      onClick={() => undo.mutate({ id: one.id })}
                    >
                      {t("frame.notice.undo")}
                    </Button>
                  ) : null}
                </Group>
              </List.Item>
            ))}
          </List>
        </Stack>
      )}
    </Asked>
  );
}
