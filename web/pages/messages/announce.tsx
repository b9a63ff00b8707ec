import { Alert, Checkbox, Group, MultiSelect, Stack, Text, Textarea, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Asked } from "../../components/asked.tsx";
import { Confirm } from "../../components/confirm.tsx";
import { useAnew } from "../../components/use-anew.ts";
import { TelegramText } from "./telegram-text.tsx";

/** Something said by hand to some or all groups, each in its language. */
export function Announce() {
  const { t } = useTranslation();
  const anew = useAnew(api.messages.key());
  const groups = useQuery(api.roster.groups.queryOptions());
  const [fr, setFr] = useState("");
  const [en, setEn] = useState("");
  const [isToAll, setIsToAll] = useState(true);
  const [chosen, setChosen] = useState<string[]>([]);
  const [at, setAt] = useState("");
  const say = useMutation(
    api.messages.announce.mutationOptions({
      async onSuccess() {
        // Said: the next announcement begins with nothing.
        setFr("");
        setEn("");
        setAt("");
        await anew();
      },
    }),
  );
  const isEmpty = fr.trim() === "" && en.trim() === "";
  return (
    <Stack maw={720}>
      <Title order={1}>{t("messages.announce.title")}</Title>
      <Text>{t("messages.announce.intro")}</Text>
      {say.data === undefined ? null : (
        <Alert
          color="green"
          variant="light"
          title={t("messages.announce.done", { count: say.data.planned })}
          role="status"
        >
          {say.data.already.length === 0 ? null : (
            <Text>{t("messages.announce.already", { groups: say.data.already.join(", ") })}</Text>
          )}
          {say.data.skipped.length === 0 ? null : (
            <Text>{t("messages.announce.skipped", { groups: say.data.skipped.join(", ") })}</Text>
          )}
        </Alert>
      )}
      <Textarea
        label={t("messages.announce.fr")}
        autosize
        minRows={3}
        value={fr}
        onChange={(event) => setFr(event.currentTarget.value)}
      />
      <Textarea
        label={t("messages.announce.en")}
        description={t("messages.announce.oneIsEnough")}
        autosize
        minRows={3}
        value={en}
        onChange={(event) => setEn(event.currentTarget.value)}
      />
      <Asked query={groups}>
        {(rows) => {
          const names = rows.filter((row) => isToAll || chosen.includes(row.id)).map((row) => row.title);
          return (
            <Stack>
              <Checkbox
                label={t("messages.announce.all", { count: rows.length })}
                checked={isToAll}
                onChange={(event) => setIsToAll(event.currentTarget.checked)}
              />
              {isToAll ? null : (
                <MultiSelect
                  label={t("messages.announce.groups")}
                  searchable
                  value={chosen}
                  onChange={setChosen}
                  data={rows.map((row) => ({ value: row.id, label: row.title }))}
                />
              )}
              <TextInput
                type="datetime-local"
                label={t("messages.announce.at")}
                description={t("messages.announce.atHint")}
                value={at}
                onChange={(event) => setAt(event.currentTarget.value)}
              />
              {fr.trim() === "" ? null : <TelegramText html={asTyped(fr)} label={t("messages.announce.previewFr")} />}
              {en.trim() === "" ? null : <TelegramText html={asTyped(en)} label={t("messages.announce.previewEn")} />}
              <Group>
                <Confirm
                  label={t("messages.announce.send")}
                  title={t("messages.announce.ask", { count: names.length })}
                  touches={names}
                  consequence={t("messages.announce.consequence")}
                  size="sm"
                  disabled={isEmpty || names.length === 0}
                  act={async () =>
                    await say.mutateAsync({
                      fr,
                      en,
                      ...(isToAll ? {} : { groupIds: chosen }),
                      ...(at === "" ? {} : { at }),
                    })
                  }
                />
              </Group>
            </Stack>
          );
        }}
      </Asked>
    </Stack>
  );
}

/** An announcement is plain text: its signs are sent as they are typed. */
function asTyped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
