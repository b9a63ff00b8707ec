import { Button, Group, List, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Failed } from "../../components/asked.tsx";
import { useMayChange } from "../../components/may-change.ts";
import { Moment } from "../../components/moment.tsx";
import { notify } from "../../components/notices.tsx";
import { useAnew } from "../../components/use-anew.ts";
import type { Decision } from "./lines.ts";

/** What people decided about identities, the newest first; each can be taken back. */
export function Decisions({ decisions }: { readonly decisions: readonly Decision[] }) {
  const { t } = useTranslation();
  const mayChange = useMayChange();
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
            <List.Item key={one.id}>
              <Group gap="xs">
                <Text size="sm" td={one.undoneAt === null ? "none" : "line-through"}>
                  {words}
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
                    aria-label={t("participation.decisions.undoOne", { words })}
                    disabled={undo.isPending}
                    onClick={() => undo.mutate({ id: one.id })}
                  >
                    {t("frame.notice.undo")}
                  </Button>
                ) : null}
              </Group>
            </List.Item>
          );
        })}
      </List>
    </>
  );
}
