import { Button, Select, Stack } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import { useAddress } from "../../components/address.ts";
import { Failed } from "../../components/asked.tsx";
import { useMayChange } from "../../components/may-change.ts";
import { Table, type Column } from "../../components/table.tsx";
import { useTimes } from "../../components/use-times.ts";
import { LinkMark, MessageMark, StatusMark, type WeekSession } from "./marks.tsx";
import type { WeekDay } from "./use-week.ts";
import { useWeekActs } from "./use-week-acts.ts";

/** Every session of the week as a line; ticked ones are approved or held together. */
export function WeekList({
  days,
  now,
  open,
}: {
  readonly days: readonly WeekDay[];
  readonly now: string;
  readonly open: (id: string) => void;
}) {
  const { t } = useTranslation();
  const times = useTimes();
  const mayChange = useMayChange();
  const acts = useWeekActs();
  const [{ day = "", only = "" }, change] = useAddress();
  const rows = useMemo(() => {
    const asked = days.filter(({ date }) => day === "" || date === day).flatMap(({ sessions }) => sessions);
    if (only === "") return asked;
    return asked.filter((session) =>
      only === "open"
        ? session.approvedBy === null && Date.parse(session.startsAt) > Date.parse(now)
        : session.status !== "scheduled" || session.usualCoach !== null || session.isExtra,
    );
  }, [days, day, only, now]);
  const columns = useMemo(
    (): readonly Column<WeekSession>[] => [
      {
        id: "when",
        head: t("week.column.when"),
        sortBy: (session) => session.startsAt,
        cell: (session) => times.short(session.startsAt),
      },
      {
        id: "course",
        head: t("week.column.course"),
        sortBy: (session) => session.course,
        cell: (session) => (
          <span className="beside">
            {session.course}
            <StatusMark session={session} />
          </span>
        ),
      },
      { id: "coach", head: t("week.column.coach"), sortBy: ({ coach }) => coach, cell: ({ coach }) => coach },
      {
        id: "group",
        head: t("week.column.group"),
        sortBy: ({ group }) => group ?? "",
        cell: ({ group }) => group ?? "–",
      },
      { id: "link", head: t("week.column.link"), cell: (session) => <LinkMark session={session} /> },
      {
        id: "message",
        head: t("week.column.message"),
        sortBy: ({ message }) => message?.state ?? "",
        cell: ({ message }) => <MessageMark message={message} />,
      },
      {
        id: "approved",
        head: t("week.column.approved"),
        sortBy: ({ approvedBy }) => approvedBy ?? "",
        cell: ({ approvedBy }) =>
          approvedBy === null ? (
            "–"
          ) : (
            <span className="beside">
              <IconCheck size={16} aria-hidden />
              {approvedBy}
            </span>
          ),
      },
      {
        id: "actions",
        head: t("week.column.actions"),
        cell: (session) => (
          <button
            type="button"
            className="small-button"
            aria-label={t("week.act.openOf", { course: session.course, when: times.short(session.startsAt) })}
            onClick={() => open(session.id)}
          >
            {t("week.act.open")}
          </button>
        ),
      },
    ],
    [t, times, open],
  );
  const filters = (
    <>
      <Select
        aria-label={t("week.plan.day")}
        data={[
          { value: "all", label: t("week.plan.allDays") },
          ...days.map(({ date }) => ({ value: date, label: times.dayNamed(date) })),
        ]}
        value={day === "" ? "all" : day}
        onChange={(next) => change({ day: next === "all" || next === null ? undefined : next })}
        allowDeselect={false}
      />
      <Select
        aria-label={t("week.plan.state")}
        data={[
          { value: "all", label: t("week.plan.allStates") },
          { value: "open", label: t("week.plan.toApprove") },
          { value: "changed", label: t("week.plan.changed") },
        ]}
        value={only === "" ? "all" : only}
        onChange={(next) => change({ only: next === "all" || next === null ? undefined : next })}
        allowDeselect={false}
      />
    </>
  );
  return (
    <Stack>
      {acts.error === null ? null : <Failed error={acts.error} />}
      <Table
        label={t("week.plan.title")}
        rows={rows}
        columns={columns}
        rowId={(session) => session.id}
        search={({ course, coach, group }) => `${course} ${coach} ${group ?? ""}`}
        filters={filters}
        empty={t("frame.table.none")}
        {...(mayChange
          ? {
              bulk: (chosen: readonly WeekSession[], clear: () => void) => (
                <>
                  <Button
                    size="compact-sm"
                    loading={acts.isActing}
                    onClick={() => void acts.approve(chosen, true).then(clear, () => undefined)}
                  >
                    {t("week.act.approve")}
                  </Button>
                  <Button
                    size="compact-sm"
                    variant="default"
                    loading={acts.isActing}
                    onClick={() => void acts.hold(chosen).then(clear, () => undefined)}
                  >
                    {t("week.act.holdMany")}
                  </Button>
                  {chosen.some(({ message }) => message?.state === "held") ? (
                    <Button
                      size="compact-sm"
                      variant="default"
                      loading={acts.isActing}
                      onClick={() => void acts.resume(chosen).then(clear, () => undefined)}
                    >
                      {t("week.act.resume")}
                    </Button>
                  ) : null}
                </>
              ),
            }
          : {})}
      />
    </Stack>
  );
}
