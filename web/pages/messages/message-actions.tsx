import { Button, Group, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Failed } from "../../components/asked.tsx";
import { useAtOnce } from "../../components/at-once.ts";
import { Confirm } from "../../components/confirm.tsx";
import { notify } from "../../components/notices.tsx";
import { useAnew } from "../../components/use-anew.ts";
import type { WholeMessage } from "./lines.ts";

/** What a person can do with a message now; what cannot be taken back is asked first. */
export function MessageActions({ message, reword }: { readonly message: WholeMessage; readonly reword: () => void }) {
  const { t } = useTranslation();
  const anew = useAnew(api.messages.key());
  const { number } = message;
  const { foresee, refused } = useAtOnce();
  const change = useMutation(
    api.messages.change.mutationOptions({
      // Holding and letting go are shown at once; what was asked about first waits for its answer in its window.
      onMutate: async ({ change: { verb } }) =>
        isLight(verb)
          ? await foresee({
              key: api.messages.show.key({ input: { number } }),
              answer: (shown: WholeMessage) => ({
                ...shown,
                state: verb === "hold" ? "held" : "planned",
                verbs: shown.verbs.map((one) => (one === verb ? (verb === "hold" ? "resume" : "hold") : one)),
              }),
            })
          : undefined,
      onError: (error, wish, back) => (isLight(wish.change.verb) ? refused(error, wish, back) : undefined),
      onSettled: anew,
    }),
  );
  const trial = useMutation(
    api.messages.try.mutationOptions({
      async onSuccess() {
        await anew();
        notify(t("messages.done.try"));
      },
    }),
  );
  type Verb = Exclude<WholeMessage["verbs"][number], "reword">;
  async function act(verb: Verb) {
    await change.mutateAsync({ number, change: { verb } });
    const back = verb === "hold" ? "resume" : verb === "resume" ? "hold" : verb === "cancel" ? "restore" : undefined;
    notify(
      t(`messages.done.${verb}`),
      back && (async () => await change.mutateAsync({ number, change: { verb: back } })),
    );
  }
  const may = (verb: WholeMessage["verbs"][number]) => message.verbs.includes(verb);
  const touches = [`${t(`messages.kind.${message.kind}`)} · ${message.group ?? t("messages.private")}`];
  return (
    <Stack gap="xs">
      {trial.isError ? <Failed error={trial.error} /> : null}
      <Group gap="xs" role="group" aria-label={t("messages.one.actions")}>
        {may("reword") ? (
          <Button variant="default" size="compact-sm" onClick={reword}>
            {t("messages.verb.reword")}
          </Button>
        ) : null}
        {(["hold", "resume", "restore"] as const).filter(may).map((verb) => (
          <Button key={verb} variant="default" size="compact-sm" onClick={() => void act(verb).catch(() => undefined)}>
            {t(`messages.verb.${verb}`)}
          </Button>
        ))}
        {(["now", "again", "cancel", "recall"] as const).filter(may).map((verb) => (
          <Confirm
            key={verb}
            label={t(`messages.verb.${verb}`)}
            title={t(`messages.ask.${verb}`)}
            touches={touches}
            consequence={t(`messages.consequence.${verb}`)}
            act={async () => await act(verb)}
          />
        ))}
        <Button variant="default" size="compact-sm" loading={trial.isPending} onClick={() => trial.mutate({ number })}>
          {t("messages.verb.try")}
        </Button>
      </Group>
    </Stack>
  );
}

function isLight(verb: WholeMessage["verbs"][number]): verb is "hold" | "resume" {
  return verb === "hold" || verb === "resume";
}
