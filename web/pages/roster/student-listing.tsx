import { Button, Group, Stack, Switch, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { useMayChange } from "../../components/may-change.ts";
import { notify } from "../../components/notices.tsx";
import { useRefusal } from "../../components/refusal.tsx";
import { useAnew } from "../../components/use-anew.ts";
import type { OneStudent } from "./group-row.ts";

/** Whether a student stands in rankings, under which name, and whether the bot may encourage them. */
export function StudentListing({ student: { id, choice } }: { readonly student: OneStudent }) {
  const { t } = useTranslation();
  const mayChange = useMayChange();
  const anew = useAnew(api.roster.key(), api.rankings.key());
  const [pseudonym, setPseudonym] = useState(choice.pseudonym ?? "");
  const choose = useMutation(
    api.rankings.chooseListing.mutationOptions({
      async onSuccess() {
        await anew();
        notify(t("roster.listing.saved"));
      },
    }),
  );
  const refusal = useRefusal(choose.error, ["pseudonym"]);
  function submit(event: FormEvent) {
    event.preventDefault();
    choose.mutate({ id, pseudonym: pseudonym.trim() === "" ? null : pseudonym });
  }
  return (
    <Stack gap="sm" align="start">
      {refusal.elsewhere}
      <Switch
        label={t("roster.listing.shown")}
        checked={!choice.hidden}
        disabled={!mayChange || choose.isPending}
        onChange={(event) => choose.mutate({ id, hidden: !event.currentTarget.checked })}
      />
      <Switch
        label={t("roster.listing.nudges")}
        checked={choice.nudges}
        disabled={!mayChange || choose.isPending}
        onChange={(event) => choose.mutate({ id, nudges: event.currentTarget.checked })}
      />
      <form onSubmit={submit}>
        <Group align="flex-end">
          <TextInput
            label={t("roster.listing.pseudonym")}
            description={t("roster.listing.pseudonymHint")}
            maxLength={60}
            disabled={!mayChange}
            value={pseudonym}
            onChange={(event) => setPseudonym(event.currentTarget.value)}
            error={refusal.at("pseudonym")}
          />
          {mayChange ? (
            <Button type="submit" variant="default" loading={choose.isPending}>
              {t("roster.form.save")}
            </Button>
          ) : null}
        </Group>
      </form>
    </Stack>
  );
}
