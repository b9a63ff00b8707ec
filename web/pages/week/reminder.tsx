import { Button, Card, Group, Stack, Text, Textarea, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Asked } from "../../components/asked.tsx";
import { notify } from "../../components/notices.tsx";
import { useRefusal } from "../../components/refusal.tsx";
import { StaleEdit } from "../../components/stale-edit.tsx";
import { useAnew } from "../../components/use-anew.ts";

/** The words of a session's reminder: as the group reads them, and to be changed while it has not left. */
export function Reminder({ number, mayChange }: { readonly number: number; readonly mayChange: boolean }) {
  const { t } = useTranslation();
  const message = useQuery(api.sessions.message.queryOptions({ input: { number } }));
  const anew = useAnew(api.sessions.key());
  const saving = useMutation(
    api.sessions.changeMessage.mutationOptions({
      onSuccess: async () => {
        // The words that were there before must not come back for a moment.
        await anew();
        setDraft(undefined);
        notify(t("week.reminder.saved"));
      },
    }),
  );
  const [draft, setDraft] = useState<string>();
  const refusal = useRefusal(saving.error, ["html", "change.html"]);
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {t("week.reminder.title")}
      </Title>
      <Asked query={message}>
        {({ html, version }) => {
          const text = draft ?? html;
          const save = (mark: string) =>
            saving.mutate({ number, change: { verb: "reword", html: text }, version: mark });
          return (
            <>
              <StaleEdit
                error={saving.error}
                mine={{ html: text }}
                labels={{ html: t("week.reminder.title") }}
                keepMine={save}
                takeTheirs={() => {
                  saving.reset();
                  setDraft(undefined);
                  void message.refetch();
                }}
              />
              <Text size="sm">{t("week.reminder.look")}</Text>
              <Card withBorder padding="sm">
                <Text size="sm" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
                  {textOf(text)}
                </Text>
              </Card>
              {mayChange ? (
                <>
                  <Textarea
                    label={t("week.reminder.text")}
                    description={t("week.reminder.keeps")}
                    value={text}
                    onChange={(event) => setDraft(event.currentTarget.value)}
                    error={refusal.at("html") ?? refusal.at("change.html")}
                    autosize
                    minRows={4}
                    maxRows={14}
                  />
                  <Group>
                    <Button
                      size="compact-md"
                      disabled={draft === undefined || draft === html}
                      loading={saving.isPending}
                      onClick={() => save(version)}
                    >
                      {t("week.reminder.save")}
                    </Button>
                  </Group>
                </>
              ) : null}
            </>
          );
        }}
      </Asked>
    </Stack>
  );
}

/** What is left of Telegram's HTML when its tags are taken off: nothing of it is put into the page as markup. */
function textOf(html: string): string {
  return new DOMParser().parseFromString(html, "text/html").body.textContent ?? "";
}
