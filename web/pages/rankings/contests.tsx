import { Anchor, Button, Card, Group, List, NumberInput, Stack, Switch, Text, Textarea, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { useAddress } from "../../components/address.ts";
import { Asked } from "../../components/asked.tsx";
import { Mark } from "../../components/mark.tsx";
import { useMayChange } from "../../components/may-change.ts";
import { Moment } from "../../components/moment.tsx";
import { notify } from "../../components/notices.tsx";
import { useRefusal } from "../../components/refusal.tsx";
import { useAnew } from "../../components/use-anew.ts";
import { languageOf } from "../../i18n/i18n.ts";
import type { Contest } from "./lines.ts";

const colours = { open: "warning", accepted: "good", rejected: "quiet" } as const;

/** What students say is wrong with their points, and the school's answers. */
export function Contests() {
  const { t } = useTranslation();
  const [address, change] = useAddress();
  const isAll = address["all"] === "yes";
  const list = useQuery(api.rankings.contests.queryOptions({ input: { which: isAll ? "all" : "open" } }));
  return (
    <Stack>
      <Title order={1}>{t("rankings.contests.title")}</Title>
      <Text>{t("rankings.contests.intro")}</Text>
      <Switch
        label={t("rankings.contests.all")}
        checked={isAll}
        onChange={(event) => change({ all: event.currentTarget.checked ? "yes" : undefined })}
      />
      <Asked query={list}>
        {(contests) =>
          contests.length === 0 ? (
            <Text>{t("rankings.contests.none")}</Text>
          ) : (
            contests.map((contest) => <One key={contest.id} contest={contest} />)
          )
        }
      </Asked>
    </Stack>
  );
}

function One({ contest }: { readonly contest: Contest }) {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const mayChange = useMayChange();
  return (
    <Card withBorder component="section" aria-label={t("rankings.contests.one", { number: contest.id })}>
      <Stack gap="xs">
        <Group gap="xs">
          <Title order={2} size="h4">
            {t("rankings.contests.one", { number: contest.id })}
          </Title>
          <Mark tone={colours[contest.state]}>{t(`rankings.contest.${contest.state}`)}</Mark>
        </Group>
        <Text size="sm">
          <Anchor
            underline="always"
            renderRoot={(props) => <Link to="/students/$id" params={{ id: contest.studentId }} {...props} />}
          >
            {contest.student}
          </Anchor>{" "}
          · {contest.groupTitle} · <Moment at={contest.openedAt} />
        </Text>
        <Text>{contest.words}</Text>
        <Text size="sm" fw={600}>
          {contest.evidence.length === 0 ? t("rankings.contests.noEvidence") : t("rankings.contests.evidence")}
        </Text>
        <List size="sm">
          {contest.evidence.map((line) => (
            <List.Item key={line.id}>
              {line.points > 0 ? `+${line.points}` : line.points} · {line.why[language]}
            </List.Item>
          ))}
        </List>
        {contest.answer === null ? null : (
          <Text size="sm">
            {t("rankings.contests.answered", { answer: contest.answer, points: contest.points ?? 0 })}
          </Text>
        )}
        {contest.state === "open" && mayChange ? <Answer id={contest.id} /> : null}
      </Stack>
    </Card>
  );
}

/** The answer that the student reads, with the points that it gives. */
function Answer({ id }: { readonly id: number }) {
  const { t } = useTranslation();
  const anew = useAnew(api.rankings.key(), api.roster.key());
  const [answer, setAnswer] = useState("");
  const [points, setPoints] = useState<number | string>(0);
  const send = useMutation(
    api.rankings.answerContest.mutationOptions({
      async onSuccess() {
        notify(t("rankings.contests.sent"));
        await anew();
      },
    }),
  );
  const refusal = useRefusal(send.error, ["answer", "points"]);
  const say = (accepted: boolean) =>
    send.mutate({ id, accepted, points: accepted && typeof points === "number" ? points : 0, answer });
  return (
    <Stack gap="xs">
      {refusal.elsewhere}
      <Textarea
        label={t("rankings.contests.answer")}
        description={t("rankings.contests.answerHint")}
        required
        autosize
        minRows={2}
        maxLength={300}
        value={answer}
        onChange={(event) => setAnswer(event.currentTarget.value)}
        error={refusal.at("answer")}
      />
      <NumberInput
        label={t("rankings.contests.points")}
        description={t("rankings.contests.pointsHint")}
        maw={260}
        allowDecimal={false}
        min={-10_000}
        max={10_000}
        value={points}
        onChange={setPoints}
        error={refusal.at("points")}
      />
      <Group>
        <Button loading={send.isPending} disabled={answer.trim() === ""} onClick={() => say(true)}>
          {t("rankings.contests.accept")}
        </Button>
        <Button variant="default" loading={send.isPending} disabled={answer.trim() === ""} onClick={() => say(false)}>
          {t("rankings.contests.reject")}
        </Button>
      </Group>
    </Stack>
  );
}
