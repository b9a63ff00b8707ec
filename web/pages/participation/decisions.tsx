import { List, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Failed } from "../../components/asked.tsx";
import { notify } from "../../components/notices.tsx";
import { useAnew } from "../../components/use-anew.ts";
import { DecidedLine } from "./decided-line.tsx";
import type { Decision } from "./lines.ts";

/** What people decided about identities, the newest first; each can be taken back. */
export function Decisions({ decisions }: { readonly decisions: readonly Decision[] }) {
  const { t } = useTranslation();
  const anew = useAnew(api.participation.key(), api.roster.key());
  const undo = useMutation(
    api.participation.undoDecision.mutationOptions({
      async onSuccess() {
        await anew();
        notify(t("participation.decisions.undone"));
      },
    }),
  );
  if (decisions.length === 0) return <Text>{t("participation.decisions.none")}</Text>;
  return (
    <>
      {undo.isError ? <Failed error={undo.error} /> : null}
      <List listStyleType="none" spacing="xs" pl={0}>
        {decisions.map((one) => {
          const words = t(`participation.decision.${one.kind}`, {
            name: one.zoomName ?? "–",
            student: one.student ?? "–",
          });
          return (
            <DecidedLine
              key={one.id}
              text={words}
              name={words}
              by={one.by}
              at={one.at}
              undoneAt={one.undoneAt}
              undo={() => undo.mutate({ id: one.id })}
              isBusy={undo.isPending}
            />
          );
        })}
      </List>
    </>
  );
}
