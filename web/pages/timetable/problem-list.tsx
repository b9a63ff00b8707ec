import { Button, Card, Group, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Mark } from "../../components/mark.tsx";
import { tones } from "../../components/tones.ts";
import { languageOf } from "../../i18n/i18n.ts";
import { placeIn, type Problem } from "./lines.ts";

/** So many are drawn at once; the others when they are wanted. */
const step = 60;
const colours = { error: "bad", warning: "warning", notice: "quiet" } as const;

/** What is wrong in a sheet, with why and what to do; each leads to its cell. */
export function ProblemList({
  isRead,
  problems,
  hasOthers,
  chosen,
  go,
}: {
  readonly isRead: boolean;
  readonly problems: readonly Problem[];
  /** There are some of another kind. */
  readonly hasOthers: boolean;
  readonly chosen?: string | undefined;
  /** Leads to a cell; without it nothing does. */
  readonly go?: (cell: string) => void;
}) {
  const { t } = useTranslation();
  const [most, setMost] = useState(step);
  if (problems.length === 0) {
    if (!isRead) return null;
    return <Text>{hasOthers ? t("timetable.problem.noneOfKind") : t("timetable.problem.none")}</Text>;
  }
  return (
    <div className="scroller" role="region" tabIndex={0} aria-label={t("timetable.problem.title")}>
      <Stack gap="xs">
        <Title order={3} size="h5">
          {t("timetable.problem.title")}
        </Title>
        {problems.some((one) => one.severity === "error") ? (
          <Text size="sm">{t("timetable.problem.errorMeans")}</Text>
        ) : null}
        {problems.slice(0, most).map((problem) => (
          <OneProblem
            key={`${problem.cell} ${problem.code}`}
            problem={problem}
            isChosen={problem.cell === chosen}
            {...(go === undefined ? {} : { go })}
          />
        ))}
        {problems.length > most ? (
          <Button variant="default" size="compact-sm" onClick={() => setMost(most + step)}>
            {t("timetable.problem.more", { count: Math.min(step, problems.length - most) })}
          </Button>
        ) : null}
      </Stack>
    </div>
  );
}

function OneProblem({
  problem,
  isChosen,
  go,
}: {
  readonly problem: Problem;
  readonly isChosen: boolean;
  readonly go?: (cell: string) => void;
}) {
  const { t } = useTranslation();
  const { cell } = placeIn(problem.cell);
  return (
    <Card
      withBorder
      padding="xs"
      style={{ borderInlineStart: `6px solid ${tones[colours[problem.severity]]}` }}
      aria-current={isChosen ? "location" : undefined}
    >
      <Group gap="xs" justify="space-between">
        <Mark tone={colours[problem.severity]}>{t(`timetable.problem.${problem.severity}`)}</Mark>
        {go === undefined ? (
          <Text size="sm">{problem.cell}</Text>
        ) : (
          <Button size="compact-xs" variant="default" onClick={() => go(problem.cell)}>
            {t("timetable.problem.go", { cell })}
          </Button>
        )}
      </Group>
      <ProblemWords problem={problem} />
    </Card>
  );
}

/** What is wrong, why it matters and what to do. */
export function ProblemWords({ problem }: { readonly problem: Problem }) {
  const { i18n } = useTranslation();
  const language = languageOf(i18n);
  return (
    <>
      <Text size="sm" fw={600}>
        {problem.message[language]}
      </Text>
      {problem.why === null ? null : <Text size="sm">{problem.why[language]}</Text>}
      {problem.suggestion === null ? null : <Text size="sm">→ {problem.suggestion[language]}</Text>}
    </>
  );
}
