import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { useAtOnce, type Foreseen } from "../../components/at-once.ts";
import { Confirm } from "../../components/confirm.tsx";
import { notify } from "../../components/notices.tsx";
import { useAnew } from "../../components/use-anew.ts";
import type { Outlook } from "../week/untouched.tsx";
import type { OutboxRow, State } from "./lines.ts";

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
  const { foresee, refused } = useAtOnce();
  const change = useMutation(
    api.messages.changeMany.mutationOptions({
      // What is given up is asked about first, and its window tells what was refused.
      onMutate: async ({ numbers: some, verb }) =>
        isForeseen(verb) ? await foresee(...inLists(new Set(some), verb === "hold" ? "held" : "planned")) : undefined,
      onError: (error, wish, back) => (isForeseen(wish.verb) ? refused(error, wish, back) : undefined),
      onSettled: anew,
    }),
  );
  const numbers = chosen.map((message) => message.number);
  const isSome = (...states: readonly State[]) => chosen.some(({ state }) => states.includes(state));
  const isGiveable = isSome("planned", "held", "failed", "uncertain");

  async function act(verb: "hold" | "resume" | "cancel", back: "hold" | "resume" | "restore") {
    const { done } = await change.mutateAsync({ numbers, verb });
    const undo = async () => await change.mutateAsync({ numbers: done, verb: back });
    notify(t(`messages.many.${verb}`, { count: done.length }), done.length === 0 ? undefined : undo);
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
          act={async () => await act("cancel", "restore")}
        />
      ) : null}
    </>
  );
}

/** Whether what becomes of a message is shown before the server has answered. */
function isForeseen(verb: "hold" | "resume" | "cancel" | "restore"): verb is "hold" | "resume" {
  return verb === "hold" || verb === "resume";
}

/** Messages in the lists where they are ticked, the outbox and the plan of the week, in their next state. */
function inLists(numbers: ReadonlySet<number>, state: State): readonly Foreseen[] {
  const next = <R extends { readonly number: number; readonly state: State }>(rows: readonly R[]) =>
    rows.map((row) => (numbers.has(row.number) ? { ...row, state } : row));
  return [
    {
      key: api.messages.list.key(),
      answer: (list: { readonly pages: readonly { readonly rows: readonly OutboxRow[] }[] }) => ({
        ...list,
        pages: list.pages.map((page) => ({ ...page, rows: next(page.rows) })),
      }),
    },
    {
      key: api.sessions.outlook.key(),
      answer: (outlook: Outlook) => ({ ...outlook, messages: next(outlook.messages) }),
    },
  ];
}
