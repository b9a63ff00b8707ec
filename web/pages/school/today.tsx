import { Alert, List, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Asked } from "../../components/asked.tsx";
import { Moment } from "../../components/moment.tsx";
import { languageOf } from "../../i18n/i18n.ts";

/** What happens next, and when. */
export function Today() {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const status = useQuery(api.school.status.queryOptions({ refetchInterval: 60_000 }));
  return (
    <Stack>
      <Title order={1}>{t("school.today.title")}</Title>
      <Asked query={status}>
        {({ coming, engine }) => (
          <>
            {engine ? null : (
              <Alert color="red" role="alert">
                {t("school.today.engineStopped")}
              </Alert>
            )}
            <Title order={2} size="h3">
              {t("school.today.next")}
            </Title>
            {coming.length === 0 ? <Text>{t("school.today.nothing")}</Text> : null}
            <List spacing="sm" listStyleType="none" pl={0}>
              {coming.map((one) => (
                <List.Item key={`${one.scenario} ${one.at}`}>
                  <Text fw={600}>{one.title[language]}</Text>
                  <Text size="sm">
                    <Moment at={one.at} /> · {one.schedule[language]}
                  </Text>
                </List.Item>
              ))}
            </List>
          </>
        )}
      </Asked>
    </Stack>
  );
}
