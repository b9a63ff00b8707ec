import { Button, Group, Loader, Stack, Tabs, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { useAddress } from "../../components/address.ts";
import { Asked, Failed } from "../../components/asked.tsx";
import { dayAfter, useTimes } from "../../components/use-times.ts";
import { Window } from "../../components/window.tsx";
import { Calendar } from "./calendar.tsx";
import { Conflicts } from "./conflicts.tsx";
import { Differences } from "./differences.tsx";
import { WeekList } from "./list.tsx";
import { OtherMessages, Rankings } from "./others.tsx";
import { SessionPanel } from "./session-panel.tsx";
import { Untouched } from "./untouched.tsx";
import { useWeek, type PlannedWeek } from "./use-week.ts";

/** The Sunday Plan: what the coming week brings, and what can be decided about it. */
export function Week() {
  const { t } = useTranslation();
  const times = useTimes();
  const [address, change] = useAddress();
  const from = /^\d{4}-\d{2}-\d{2}$/.test(address["from"] ?? "") ? address["from"] : undefined;
  const { week, error, again } = useWeek(from);
  return (
    <Stack>
      <Title order={1}>{t("week.plan.title")}</Title>
      {error === null ? null : <Failed error={error} retry={again} />}
      {week === undefined ? (
        error === null ? (
          <Loader aria-label={t("frame.app.loading")} role="status" />
        ) : null
      ) : (
        <>
          <Group justify="space-between">
            <Text fw={600}>
              {t("week.plan.span", { from: times.dayNamed(week.first), until: times.dayNamed(week.until) })}
            </Text>
            <Group gap="xs">
              <Button size="compact-sm" variant="default" onClick={() => change({ from: dayAfter(week.first, -7) })}>
                {t("week.plan.before")}
              </Button>
              <Button size="compact-sm" variant="default" onClick={() => change({ from: undefined })}>
                {t("week.plan.today")}
              </Button>
              <Button size="compact-sm" variant="default" onClick={() => change({ from: dayAfter(week.first, 7) })}>
                {t("week.plan.after")}
              </Button>
            </Group>
          </Group>
          <Plan week={week} input={from === undefined ? {} : { from }} />
        </>
      )}
    </Stack>
  );
}

function Plan({ week, input }: { readonly week: PlannedWeek; readonly input: { readonly from?: string } }) {
  const { t } = useTranslation();
  const [{ tab = "sessions", view = "calendar" }, change] = useAddress();
  const outlook = useQuery(api.sessions.outlook.queryOptions({ input, refetchInterval: 60_000 }));
  const differing = useQuery(api.sessions.differences.queryOptions({ input, refetchInterval: 60_000 }));
  const counts = outlook.data;
  const { sessions, days, now, isWhole } = week;
  const [openId, setOpenId] = useState<string>();
  const open = useMemo(() => sessions.find((session) => session.id === openId), [sessions, openId]);
  return (
    <>
      {isWhole ? (
        <Untouched sessions={sessions} outlook={counts} now={now} />
      ) : (
        <Loader aria-label={t("frame.app.loading")} role="status" />
      )}
      <Tabs value={tab} onChange={(next) => change({ tab: next ?? undefined })} keepMounted={false}>
        <Tabs.List aria-label={t("week.plan.tabs")}>
          <Tabs.Tab value="sessions">{t("week.plan.sessions", { count: sessions.length })}</Tabs.Tab>
          <Tabs.Tab value="conflicts">{t("week.plan.conflicts", { count: counts?.conflictCount ?? 0 })}</Tabs.Tab>
          <Tabs.Tab value="differences">{t("week.plan.differences", { count: differing.data?.count ?? 0 })}</Tabs.Tab>
          <Tabs.Tab value="messages">{t("week.plan.messages", { count: counts?.messages.length ?? 0 })}</Tabs.Tab>
          <Tabs.Tab value="rankings">{t("week.plan.rankings", { count: counts?.rankings.length ?? 0 })}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="sessions" pt="md">
          <Stack>
            <Group gap="xs" role="group" aria-label={t("week.plan.view")}>
              {(["calendar", "list"] as const).map((one) => (
                <Button
                  key={one}
                  size="compact-sm"
                  variant={view === one ? "filled" : "default"}
                  aria-pressed={view === one}
                  onClick={() => change({ view: one })}
                >
                  {t(`week.plan.${one}`)}
                </Button>
              ))}
            </Group>
            {isWhole && sessions.length === 0 ? (
              <Text>{t("week.plan.empty")}</Text>
            ) : view === "list" ? (
              <WeekList days={days} now={now} open={setOpenId} />
            ) : (
              <Calendar days={days} open={setOpenId} showDay={(day) => change({ view: "list", day })} />
            )}
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="conflicts" pt="md">
          <Asked query={outlook}>
            {({ conflicts, conflictCount }) => (
              <Conflicts conflicts={conflicts} count={conflictCount} sessions={sessions} open={setOpenId} />
            )}
          </Asked>
        </Tabs.Panel>
        <Tabs.Panel value="differences" pt="md">
          <Asked query={differing}>
            {({ rows, count }) => <Differences differences={rows} count={count} sessions={sessions} open={setOpenId} />}
          </Asked>
        </Tabs.Panel>
        <Tabs.Panel value="messages" pt="md">
          <Asked query={outlook}>{({ messages }) => <OtherMessages messages={messages} />}</Asked>
        </Tabs.Panel>
        <Tabs.Panel value="rankings" pt="md">
          <Asked query={outlook}>{({ rankings }) => <Rankings rankings={rankings} />}</Asked>
        </Tabs.Panel>
      </Tabs>
      <Window isOpen={open !== undefined} close={() => setOpenId(undefined)} title={open?.course ?? ""}>
        {open === undefined ? null : (
          <SessionPanel session={open} all={sessions} now={now} close={() => setOpenId(undefined)} />
        )}
      </Window>
    </>
  );
}
