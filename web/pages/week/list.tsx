import { Button, Group, Select, Stack, Text } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import { useAddress } from "../../components/address.ts";
import { useMayChange } from "../../components/may-change.ts";
import { Table, type Column } from "../../components/table.tsx";
import { useTimes } from "../../components/use-times.ts";
import { LinkMark, MessageMark, StatusMark, type WeekSession } from "./marks.tsx";
import { useWeekActs } from "./use-week-acts.ts";

/** Every session of the week as a line; ticked ones are approved or held together. */
export function WeekList({
  sessions,
  now,
  open,
}: {
  readonly sessions: readonly WeekSession[];
  readonly now: string;
  readonly open: (id: string) => void;
}) {
  const { t } = useTranslation();
  const times = useTimes();
  const mayChange = useMayChange();
  const acts = useWeekActs();
  const [{ day = "", only = "" }, change] = useAddress();
  const days = useMemo(
    () => [...new Set(sessions.map((session) => times.dateOf(session.startsAt)))].toSorted(),
    [sessions, times],
  );
  const rows = useMemo(
    () =>
      sessions.filter(
        (session) =>
          (day === "" || times.dateOf(session.startsAt) === day) &&
          (only !== "open" || (session.approvedBy === null && Date.parse(session.startsAt) > Date.parse(now))) &&
          (only !== "changed" || session.status !== "scheduled" || session.usualCoach !== null || session.isExtra),
      ),
    [sessions, day, only, now, times],
  );
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
          <Group gap={6}>
            <Text size="sm">{session.course}</Text>
            <StatusMark session={session} />
          </Group>
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
            <Group gap={4} wrap="nowrap">
              <IconCheck size={16} aria-hidden />
              {approvedBy}
            </Group>
          ),
      },
      {
        id: "actions",
        head: t("week.column.actions"),
        cell: (session) => (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={t("week.act.openOf", { course: session.course, when: times.short(session.startsAt) })}
            onClick={() => open(session.id)}
          >
            {t("week.act.open")}
          </Button>
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
          ...days.map((date) => ({ value: date, label: times.dayNamed(date) })),
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
                    onClick={() => void acts.approve(chosen, true).then(clear)}
                  >
                    {t("week.act.approve")}
                  </Button>
                  <Button
                    size="compact-sm"
                    variant="default"
                    loading={acts.isActing}
                    onClick={() => void acts.hold(chosen).then(clear)}
                  >
                    {t("week.act.holdMany")}
                  </Button>
                </>
              ),
            }
          : {})}
      />
    </Stack>
  );
}
