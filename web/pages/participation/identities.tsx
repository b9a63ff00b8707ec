import { Alert, Anchor, Button, Card, Group, Stack, Switch, Text, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { useAddress } from "../../components/address.ts";
import { Asked, Failed } from "../../components/asked.tsx";
import { Mark } from "../../components/mark.tsx";
import { useMayChange } from "../../components/may-change.ts";
import { Moment } from "../../components/moment.tsx";
import { notify } from "../../components/notices.tsx";
import { useAnew } from "../../components/use-anew.ts";
import { Decisions } from "./decisions.tsx";
import { OtherStudent } from "./other-student.tsx";
import type { Question } from "./lines.ts";

/** How many names are shown at once: answering some brings the next. */
const atOnce = 30;

/** The identity inbox: names in Zoom of whom a person says in one tap who it is, and what was decided. */
export function Identities() {
  const { t } = useTranslation();
  const [address, change] = useAddress();
  const inbox = useQuery(api.participation.questions.queryOptions());
  const withDevices = address["devices"] === "yes";
  return (
    <Stack>
      <Title order={1}>{t("participation.inbox.title")}</Title>
      <Text>{t("participation.inbox.intro")}</Text>
      <Asked query={inbox}>
        {({ questions, decisions }) => {
          const devices = questions.filter((one) => one.reason === "nameless").length;
          const shown = questions.filter((one) => withDevices || one.reason !== "nameless");
          return (
            <>
              {devices === 0 ? null : (
                <Switch
                  label={t("participation.inbox.devices", { count: devices })}
                  checked={withDevices}
                  onChange={(event) => change({ devices: event.currentTarget.checked ? "yes" : undefined })}
                />
              )}
              {shown.length === 0 ? (
                <Alert color="green" variant="light" role="status">
                  {t("participation.inbox.none")}
                </Alert>
              ) : (
                <Text role="status" fw={600}>
                  {t("participation.inbox.count", { count: shown.length })}
                </Text>
              )}
              {shown.slice(0, atOnce).map((question) => (
                <OneName key={question.id} question={question} />
              ))}
              <Title order={2} size="h3">
                {t("participation.decisions.title")}
              </Title>
              <Decisions decisions={decisions} />
            </>
          );
        }}
      </Asked>
    </Stack>
  );
}

function OneName({ question }: { readonly question: Question }) {
  const { t } = useTranslation();
  const mayChange = useMayChange();
  const anew = useAnew(api.participation.key(), api.roster.key());
  const [asks, setAsks] = useState(false);
  const undo = useMutation(api.participation.undoDecision.mutationOptions({ onSuccess: anew }));
  const answer = useMutation(
    api.participation.answer.mutationOptions({
      async onSuccess({ decisionId, stays }) {
        await anew();
        notify(
          t("participation.inbox.answered", { name: question.zoomName, count: stays }),
          async () => await undo.mutateAsync({ id: decisionId }),
        );
      },
    }),
  );
  const name = question.zoomName === "" ? "–" : question.zoomName;
  const say = (reply: Parameters<typeof answer.mutate>[0]["answer"]) =>
    answer.mutate({ id: question.id, answer: reply });
  return (
    <Card withBorder component="section" aria-label={name} p="sm">
      <Stack gap="xs">
        <Group gap="xs">
          <Title order={2} size="h4">
            {name}
          </Title>
          <Mark tone="quiet">{t(`participation.reason.${question.reason}`)}</Mark>
        </Group>
        <Text size="sm">
          {question.groupTitle} · <Moment at={question.lastAt} />
          {question.email === null ? "" : ` · ${question.email}`}
        </Text>
        <Text size="sm" c="dimmed">
          {t(`participation.scope.${question.scope}`)}
        </Text>
        {answer.isError ? <Failed error={answer.error} /> : null}
        {mayChange ? (
          <Group gap="xs">
            {question.proposals.map(({ studentId, name: student, likeness, knownBy }) => (
              <Button
                key={studentId}
                className="long-name"
                disabled={answer.isPending}
                onClick={() => say({ kind: "student", studentId })}
              >
                {[
                  t("participation.inbox.is", { student, percent: Math.round(likeness * 100) }),
                  ...knownBy.map(({ kind, value }) => `${t(`roster.identity.${kind}`)} ${value}`),
                ].join(" · ")}
              </Button>
            ))}
            <Button variant="default" disabled={answer.isPending} onClick={() => setAsks(true)}>
              {t("participation.inbox.other")}
            </Button>
            <Button
              variant="default"
              disabled={answer.isPending || question.zoomName === ""}
              onClick={() => say({ kind: "new student", name: question.zoomName })}
            >
              {t("participation.inbox.new")}
            </Button>
            <Button variant="default" disabled={answer.isPending} onClick={() => say({ kind: "nobody" })}>
              {t("participation.inbox.nobody")}
            </Button>
          </Group>
        ) : null}
        {question.proposals.some(({ knownBy }) => knownBy.length > 0) ? (
          <Group gap="xs">
            <Text size="sm">{t("participation.inbox.compare")}</Text>
            {question.proposals.map(({ studentId, name: student, knownBy }) => (
              <Anchor
                key={studentId}
                size="sm"
                underline="always"
                renderRoot={(props) => <Link to="/students/$id" params={{ id: studentId }} {...props} />}
              >
                {[student, ...knownBy.map(({ value }) => value)].join(" · ")}
              </Anchor>
            ))}
          </Group>
        ) : null}
        {asks ? (
          <OtherStudent
            title={t("participation.inbox.whoIs", { name })}
            groupId={question.groupId}
            close={() => setAsks(false)}
            choose={(studentId) => {
              setAsks(false);
              say({ kind: "student", studentId });
            }}
          />
        ) : null}
      </Stack>
    </Card>
  );
}
