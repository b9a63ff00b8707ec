import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { useAtOnce, type Foreseen } from "../../components/at-once.ts";
import { notify } from "../../components/notices.tsx";
import { useAnew } from "../../components/use-anew.ts";
import type { WeekSession } from "./marks.tsx";

/** What can be done with lines of the week at once, each with its way back. */
export function useWeekActs() {
  const { t } = useTranslation();
  const anew = useAnew(api.sessions.key(), api.messages.key());
  const { foresee, refused } = useAtOnce();
  const { data: myName } = useQuery(api.accounts.me.queryOptions({ select: (me) => me.name }));
  const approving = useMutation(
    api.sessions.approve.mutationOptions({
      onMutate: async ({ lines, approved = true }) =>
        await foresee(
          inWeek(
            new Set(lines.map(({ id }) => id)),
            (session) => session.id,
            (session) => ({ ...session, approvedBy: approved ? (myName ?? "") : null }),
          ),
        ),
      onError: refused,
      onSettled: anew,
    }),
  );
  const changing = useMutation(
    api.messages.changeMany.mutationOptions({
      onMutate: async ({ numbers, verb }) =>
        await foresee(
          inWeek(
            new Set(numbers),
            ({ message }) => message?.number,
            (session) => ({ ...session, message: session.message && { ...session.message, state: stateAfter[verb] } }),
          ),
        ),
      onError: refused,
      onSettled: anew,
    }),
  );

  /** Says that sessions are right, or takes that back. */
  async function approve(sessions: readonly WeekSession[], approved: boolean): Promise<void> {
    const lines = sessions.map(({ id, version }) => ({ id, version }));
    const { done, changed } = await approving.mutateAsync({ lines, approved });
    const word = approved ? t("week.act.approved", { count: done }) : t("week.act.unapproved", { count: done });
    const others = changed > 0 ? ` ${t("week.act.changedSince", { count: changed })}` : "";
    notify(`${word}${others}`, async () => await approving.mutateAsync({ lines, approved: !approved }));
  }

  async function changeAll(numbers: readonly number[], verb: "hold" | "resume"): Promise<readonly number[]> {
    if (numbers.length === 0) return [];
    const { done } = await changing.mutateAsync({ numbers: [...numbers], verb });
    return done;
  }

  /** Keeps reminders from leaving. */
  async function hold(sessions: readonly WeekSession[]): Promise<void> {
    const done = await changeAll(numbersOf(sessions, "planned"), "hold");
    notify(
      t("week.act.heldDone", { count: done.length }),
      done.length === 0 ? undefined : async () => await changeAll(done, "resume"),
    );
  }

  /** Lets held reminders go. */
  async function resume(sessions: readonly WeekSession[]): Promise<void> {
    const done = await changeAll(numbersOf(sessions, "held"), "resume");
    notify(
      t("week.act.resumedDone", { count: done.length }),
      done.length === 0 ? undefined : async () => await changeAll(done, "hold"),
    );
  }

  return {
    approve,
    hold,
    resume,
    isActing: approving.isPending || changing.isPending,
    error: approving.error ?? changing.error,
  };
}

const stateAfter = { hold: "held", resume: "planned", cancel: "cancelled", restore: "planned" } as const;

/** Some sessions of the week as a change will have made them. */
function inWeek<K>(
  chosen: ReadonlySet<K>,
  keyOf: (session: WeekSession) => K | undefined,
  change: (session: WeekSession) => WeekSession,
): Foreseen {
  const changed = (session: WeekSession) => {
    const key = keyOf(session);
    return key !== undefined && chosen.has(key) ? change(session) : session;
  };
  return {
    key: api.sessions.week.key(),
    answer: (week: { readonly sessions: readonly WeekSession[] }) => ({
      ...week,
      sessions: week.sessions.map(changed),
    }),
  };
}

function numbersOf(sessions: readonly WeekSession[], state: "planned" | "held"): readonly number[] {
  return sessions.flatMap(({ message }) => (message?.state === state ? [message.number] : []));
}
