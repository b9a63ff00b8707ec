import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Failed } from "../../components/asked.tsx";
import { Confirm } from "../../components/confirm.tsx";
import { notify } from "../../components/notices.tsx";
import { useAnew } from "../../components/use-anew.ts";
import type { State } from "./lines.ts";

/** What is known of a message to do something with it. */
interface Chosen {
  readonly number: number;
  readonly state: State;
  readonly group: string | null;
}

/** What can be done with many messages at once: hold them, let them go, give them up. */
export function BulkActions({ chosen, clear }: { readonly chosen: readonly Chosen[]; readonly clear: () => void }) {
  const { t } = useTranslation();
  const anew = useAnew(api.messages.key(), api.sessions.key());
  const change = useMutation(api.messages.changeMany.mutationOptions({ onSuccess: anew }));
  const numbers = chosen.map((message) => message.number);
  const isSome = (...states: readonly State[]) => chosen.some(({ state }) => states.includes(state));
  const isGiveable = isSome("planned", "held", "failed", "uncertain");

  async function act(verb: "hold" | "resume" | "cancel", back?: "hold" | "resume") {
    const { done } = await change.mutateAsync({ numbers, verb });
    const undo = async () => await change.mutateAsync({ numbers: done, verb: back ?? "hold" });
    notify(
      t(`messages.many.${verb}`, { count: done.length }),
      back === undefined || done.length === 0 ? undefined : undo,
    );
    clear();
  }
  const actAtOnce = (verb: "hold" | "resume", back: "hold" | "resume") => void act(verb, back).catch(() => undefined);
  return (
    <>
      {isSome("planned") ? (
        <Button
          size="compact-sm"
          variant="default"
          loading={change.isPending}
          onClick={() => actAtOnce("hold", "resume")}
        >
          {t("messages.verb.hold")}
        </Button>
      ) : null}
      {isSome("held") ? (
        <Button
          size="compact-sm"
          variant="default"
          loading={change.isPending}
          onClick={() => actAtOnce("resume", "hold")}
        >
          {t("messages.verb.resume")}
        </Button>
      ) : null}
      {isGiveable ? (
        <Confirm
          label={t("messages.verb.cancel")}
          title={t("messages.ask.cancelMany", { count: chosen.length })}
          touches={chosen.map(
            ({ number, group }) => `${t("messages.one.title", { number })} · ${group ?? t("messages.private")}`,
          )}
          consequence={t("messages.consequence.cancelMany")}
          act={async () => await act("cancel")}
        />
      ) : null}
      {change.isError && change.variables.verb !== "cancel" ? <Failed error={change.error} /> : null}
    </>
  );
}
