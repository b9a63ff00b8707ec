import { Stack, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { FormEnd } from "../../components/form-end.tsx";
import { notify } from "../../components/notices.tsx";
import { useRefusal } from "../../components/refusal.tsx";
import { StaleEdit } from "../../components/stale-edit.tsx";
import { useAnew } from "../../components/use-anew.ts";
import { Window } from "../../components/window.tsx";
import type { WholeMessage } from "./lines.ts";
import { TelegramText } from "./telegram-text.tsx";

/** Other words for a message, seen as Telegram will show them while they are written. */
export function Reword({ message, close }: { readonly message: WholeMessage; readonly close: () => void }) {
  const { t } = useTranslation();
  const anew = useAnew(api.messages.key());
  // What the person began with: a later version is told as a difference, not taken unseen.
  const [began] = useState(message);
  const [html, setHtml] = useState(began.html);
  const change = useMutation(
    api.messages.change.mutationOptions({
      async onSuccess() {
        await anew();
        notify(t("messages.done.reword"));
        close();
      },
    }),
  );
  const refusal = useRefusal(change.error, ["html"]);
  const save = (version: string) => change.mutate({ number: began.number, change: { verb: "reword", html, version } });
  function submit(event: FormEvent) {
    event.preventDefault();
    save(began.version);
  }
  return (
    <Window isOpen close={close} title={t("messages.verb.reword")}>
      <form onSubmit={submit}>
        <Stack>
          <StaleEdit
            error={change.error}
            mine={{ html }}
            labels={{ html: t("messages.reword.text") }}
            keepMine={save}
            takeTheirs={() => void anew().then(close)}
          />
          {refusal.elsewhere}
          <Textarea
            label={t("messages.reword.text")}
            description={t("messages.reword.hint")}
            autosize
            minRows={6}
            maxRows={16}
            value={html}
            onChange={(event) => setHtml(event.currentTarget.value)}
            error={refusal.at("html")}
          />
          <TelegramText html={html} label={t("messages.one.preview")} />
          <FormEnd label={t("messages.reword.save")} isPending={change.isPending} close={close} />
        </Stack>
      </form>
    </Window>
  );
}
