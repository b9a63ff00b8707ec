import { List, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Asked, Failed } from "../../components/asked.tsx";
import { useAnew } from "../../components/use-anew.ts";
import { DecidedLine } from "../participation/decided-line.tsx";
import { Decisions } from "../participation/decisions.tsx";

/** What people decided about a student: identities, merges, corrections of attendance. */
export function StudentHistory({ id }: { readonly id: string }) {
  const { t } = useTranslation();
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
              <DecidedLine
                key={one.id}
                text={t("frame.app.pair", {
                  what: one.present ? t("participation.line.present") : t("participation.line.absent"),
                  is: one.reason,
                })}
                name={one.reason}
                by={one.by}
                at={one.at}
                undoneAt={one.undoneAt}
                undo={() => undo.mutate({ id: one.id })}
                isBusy={undo.isPending}
              />
            ))}
          </List>
        </Stack>
      )}
    </Asked>
  );
}
