import { Anchor, Group, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { Moment } from "../../components/moment.tsx";
import { languageOf } from "../../i18n/i18n.ts";
import type { ListedScenario } from "./lines.ts";
import { Outcome } from "./outcome.tsx";

/** How a scenario last went, with what to do about it, and where its runs stand. */
export function LastRun({ scenario: { name, lastRun } }: { readonly scenario: ListedScenario }) {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  if (lastRun === null) return <Text size="sm">{t("scenarios.cards.never")}</Text>;
  return (
    <Stack gap={4}>
      <Group gap="xs">
        <Outcome outcome={lastRun.outcome} />
        <Anchor
          size="sm"
          underline="always"
          renderRoot={(props) => (
            <Link to="/runs" search={{ scenario: name, run: String(lastRun.number) } as never} {...props} />
          )}
        >
          <Moment at={lastRun.startedAt} />
        </Anchor>
      </Group>
      {lastRun.failure === null ? null : (
        <>
          <Text size="sm">{lastRun.failure.what[language]}</Text>
          <Text size="sm">{t("scenarios.runs.remedy", { text: lastRun.failure.remedy[language] })}</Text>
        </>
      )}
    </Stack>
  );
}
