import { Anchor, Button, Stack, Text } from "@mantine/core";
import type { InferContractRouterOutputs } from "@orpc/contract";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { contract } from "../../../src/http/contract.ts";
import { api } from "../../api.ts";
import { Failed } from "../../components/asked.tsx";
import { Call } from "../../components/call.tsx";
import { useMayChange } from "../../components/may-change.ts";
import { notify } from "../../components/notices.tsx";
import { languageOf } from "../../i18n/i18n.ts";
import type { WeekSession } from "../week/marks.tsx";

type Health = InferContractRouterOutputs<typeof contract>["school"]["health"];

/** What asks for a person, the worst first; each says what to do. */
export function Attention({
  health: { checks, runs, messages },
  sessions,
  now,
}: {
  readonly health: Health;
  readonly sessions: readonly WeekSession[];
  readonly now: string;
}) {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const mayChange = useMayChange();
  const run = useMutation(api.scenarios.run.mutationOptions({ onSuccess: () => notify(t("school.today.asked")) }));
  const hasZoom = checks.some((check) => check.name === "zoom" && check.state === "ok");
  const withoutLink = sessions.filter(
    (one) =>
      one.status !== "cancelled" &&
      Date.parse(one.endsAt) > Date.parse(now) &&
      (one.meeting?.joinUrl ?? null) === null &&
      one.meeting?.state !== "declined",
  );
  const broken = checks.filter((check) => check.state === "failed");
  const doubtful = checks.filter((check) => check.state === "warning");
  const see = (state: "failed" | "uncertain" | "held") => (
    <Anchor underline="always" renderRoot={(props) => <Link to="/messages" search={{ state } as never} {...props} />}>
      {t("school.today.seeMessages")}
    </Anchor>
  );
  const items: ReactNode[] = [
    ...broken.map((check) => (
      <Call
        key={check.name}
        isBad
        title={t("frame.app.pair", { what: check.title[language], is: check.found[language] })}
      >
        <Text>{check.remedy?.[language]}</Text>
        <Remedy name={check.name} />
      </Call>
    )),
    ...runs.map((one) => (
      <Call
        key={one.id}
        isBad={one.outcome === "failed"}
        title={t(one.outcome === "failed" ? "school.today.run_failed" : "school.today.run_partial", {
          title: one.title[language],
        })}
      >
        {one.what === null ? null : <Text>{one.what[language]}</Text>}
        {one.remedy === null ? null : <Text>{one.remedy[language]}</Text>}
        <Anchor
          underline="always"
          renderRoot={(props) => <Link to="/runs" search={{ run: String(one.number) } as never} {...props} />}
        >
          {t("school.today.seeRuns")}
        </Anchor>
      </Call>
    )),
    ...(messages.failed === 0
      ? []
      : [
          <Call key="failed" isBad title={t("school.today.failed", { count: messages.failed })}>
            {see("failed")}
          </Call>,
        ]),
    ...(withoutLink.length === 0
      ? []
      : [
          <Call key="links" isBad={hasZoom} title={t("school.today.noLink", { count: withoutLink.length })}>
            {run.isError ? <Failed error={run.error} /> : null}
            {mayChange && hasZoom ? (
              <Button
                size="compact-sm"
                variant="default"
                loading={run.isPending}
                onClick={() => run.mutate({ name: "create_zoom_links" })}
              >
                {t("school.today.openLinks")}
              </Button>
            ) : null}
          </Call>,
        ]),
    ...(messages.uncertain === 0
      ? []
      : [
          <Call key="uncertain" title={t("school.today.uncertain", { count: messages.uncertain })}>
            {see("uncertain")}
          </Call>,
        ]),
    ...(messages.held === 0
      ? []
      : [
          <Call key="held" title={t("school.today.held", { count: messages.held })}>
            {see("held")}
          </Call>,
        ]),
    ...doubtful.map((check) => (
      <Call key={check.name} title={t("frame.app.pair", { what: check.title[language], is: check.found[language] })}>
        <Text>{check.remedy?.[language]}</Text>
        <Remedy name={check.name} />
      </Call>
    )),
  ];
  if (items.length === 0) return <Text>{t("school.today.well")}</Text>;
  return <Stack gap="sm">{items}</Stack>;
}

/** Where on the page a thing is repaired. */
const remedyWords = {
  "/backups": "school.today.openBackups",
  "/settings": "school.today.openSettings",
  "/timetable": "school.today.openTimetable",
} as const;

function Remedy({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  const mayChange = useMayChange();
  // Whose page the backups are.
  const { data: isOwner = false } = useQuery(api.accounts.me.queryOptions({ select: (me) => me.role === "owner" }));
  const isSetting = ["zoom", "telegram", "admin-chat", "test-chat"].includes(name);
  // Who may not change the settings does not find their page.
  if (name !== "workbook" && !(isSetting && mayChange) && !(name === "backups" && isOwner)) return null;
  const to = name === "backups" ? "/backups" : isSetting ? "/settings" : "/timetable";
  return (
    <Anchor underline="always" renderRoot={(props) => <Link to={to} {...props} />}>
      {t(remedyWords[to])}
    </Anchor>
  );
}
