import { Button, Card, Group, List, Stack, Text, Title } from "@mantine/core";
import type { InferContractRouterOutputs } from "@orpc/contract";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { contract } from "../../../src/http/contract.ts";
import { api } from "../../api.ts";
import { Failed } from "../../components/asked.tsx";
import { useMayChange } from "../../components/may-change.ts";
import { notify } from "../../components/notices.tsx";
import type { WeekSession } from "./marks.tsx";

/** What is known of the week besides its sessions. */
export type Outlook = InferContractRouterOutputs<typeof contract>["sessions"]["outlook"];

/** What happens when nobody touches anything, and what can be done at once. */
export function Untouched({
  sessions,
  outlook,
  now,
}: {
  readonly sessions: readonly WeekSession[];
  readonly outlook: Outlook | undefined;
  readonly now: string;
}) {
  const { t } = useTranslation();
  const mayChange = useMayChange();
  const { data: mode } = useQuery(api.school.status.queryOptions({ select: (status) => status.mode }));
  const run = useMutation(api.scenarios.run.mutationOptions({ onSuccess: () => notify(t("week.now.asked")) }));
  const coming = sessions.filter((session) => Date.parse(session.endsAt) > Date.parse(now));
  const held = coming.filter((session) => session.status !== "cancelled");
  const has = (state: string) => held.filter((session) => session.message?.state === state).length;
  const unwritten = held.filter((session) => session.message === null && session.groupId !== null).length;
  const approved = sessions.filter((session) => session.approvedBy !== null).length;
  const others = (outlook?.messages ?? []).filter((message) => message.state === "planned").length;
  const heldRankings = (outlook?.rankings ?? []).filter((ranking) => ranking.held).length;
  const lines = [
    t("week.untouched.sessions", { count: held.length }),
    coming.length > held.length ? t("week.untouched.cancelled", { count: coming.length - held.length }) : undefined,
    t("week.untouched.reminders", { count: has("planned") }),
    unwritten > 0 ? t("week.untouched.unwritten", { count: unwritten }) : undefined,
    has("held") > 0 ? t("week.untouched.held", { count: has("held") }) : undefined,
    others > 0 ? t("week.untouched.others", { count: others }) : undefined,
    outlook === undefined ? undefined : t("week.untouched.rankings", { count: outlook.rankings.length - heldRankings }),
    heldRankings > 0 ? t("week.untouched.heldRankings", { count: heldRankings }) : undefined,
    mode === "dry" ? t("week.untouched.dry") : undefined,
    mode === "test group" ? t("week.untouched.test") : undefined,
  ].filter((line) => line !== undefined);
  return (
    <Card withBorder component="section" aria-labelledby="untouched">
      <Stack gap="xs">
        <Title order={2} size="h4" id="untouched">
          {t("week.untouched.title")}
        </Title>
        <List size="sm">
          {lines.map((line) => (
            <List.Item key={line}>{line}</List.Item>
          ))}
        </List>
        <Text size="sm">{t("week.untouched.approved", { count: approved, all: sessions.length })}</Text>
        {run.isError ? <Failed error={run.error} /> : null}
        {mayChange ? (
          <Group gap="xs" role="group" aria-label={t("week.now.title")}>
            <Text size="sm" fw={600}>
              {t("week.now.title")}
            </Text>
            {(
              [
                ["update_courses", t("week.now.workbook")],
                ["create_zoom_links", t("week.now.links")],
                ["generate_messages", t("week.now.messages")],
              ] as const
            ).map(([name, label]) => (
              <Button
                key={name}
                size="compact-sm"
                variant="default"
                loading={run.isPending && run.variables.name === name}
                onClick={() => run.mutate({ name })}
              >
                {label}
              </Button>
            ))}
          </Group>
        ) : null}
      </Stack>
    </Card>
  );
}
