import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { notify } from "../../components/notices.tsx";
import { useAnew } from "../../components/use-anew.ts";
import type { WeekSession } from "./marks.tsx";

/** What can be done with lines of the week at once, each with its way back. */
export function useWeekActs() {
  const { t } = useTranslation();
  const anew = useAnew(api.sessions.key());
  const approving = useMutation(api.sessions.approve.mutationOptions({ onSettled: anew }));
  const changing = useMutation(api.sessions.changeMessage.mutationOptions({ onSettled: anew }));

  /** Says that sessions are right, or takes that back. */
  async function approve(sessions: readonly WeekSession[], approved: boolean): Promise<void> {
    const lines = sessions.map(({ id, version }) => ({ id, version }));
    const { done, changed } = await approving.mutateAsync({ lines, approved });
    const word = approved ? t("week.act.approved", { count: done }) : t("week.act.unapproved", { count: done });
    const others = changed > 0 ? ` ${t("week.act.changedSince", { count: changed })}` : "";
    notify(`${word}${others}`, async () => await approving.mutateAsync({ lines, approved: !approved }));
  }

  async function changeAll(numbers: readonly number[], verb: "hold" | "resume"): Promise<void> {
    for (const number of numbers) await changing.mutateAsync({ number, change: { verb } });
  }

  /** Keeps reminders from leaving. */
  async function hold(sessions: readonly WeekSession[]): Promise<void> {
    const numbers = sessions.flatMap(({ message }) => (message?.state === "planned" ? [message.number] : []));
    await changeAll(numbers, "hold");
    notify(t("week.act.heldDone", { count: numbers.length }), async () => await changeAll(numbers, "resume"));
  }

  /** Lets held reminders go. */
  async function resume(sessions: readonly WeekSession[]): Promise<void> {
    const numbers = sessions.flatMap(({ message }) => (message?.state === "held" ? [message.number] : []));
    await changeAll(numbers, "resume");
    notify(t("week.act.resumedDone", { count: numbers.length }), async () => await changeAll(numbers, "hold"));
  }

  return {
    approve,
    hold,
    resume,
    isActing: approving.isPending || changing.isPending,
    error: approving.error ?? changing.error,
  };
}
