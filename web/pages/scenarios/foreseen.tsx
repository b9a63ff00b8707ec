import { Alert, Anchor, Button, Group, List, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Failed } from "../../components/asked.tsx";
import { useMayChange } from "../../components/may-change.ts";
import { Working } from "../../components/working.tsx";
import { languageOf } from "../../i18n/i18n.ts";
import type { ListedScenario } from "./lines.ts";

/** Where each of Carillon's own scenarios is seen before it runs. */
const pages = {
  update_courses: { to: "/timetable/import", search: {} },
  create_zoom_links: { to: "/week", search: {} },
  generate_messages: { to: "/week", search: { tab: "messages" } },
  send_daily_messages: { to: "/messages", search: { state: "planned" } },
  send_daily_rankings: { to: "/rankings", search: { period: "day" } },
} as const;

/** What a scenario of Carillon's own would do if it ran now, and where each of it is seen. */
export function Foreseen({ scenario: { name } }: { readonly scenario: ListedScenario }) {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const mayChange = useMayChange();
  const foresee = useMutation(api.scenarios.foresee.mutationOptions());
  if (!(name in pages)) return null;
  const known = name as keyof typeof pages;
  const { to, search } = pages[known];
  return (
    <Stack gap="xs">
      <Text size="sm">
        {t(`scenarios.foreseen.${known}`)}{" "}
        <Anchor
          size="sm"
          underline="always"
          renderRoot={(props) => <Link to={to} search={search as never} {...props} />}
        >
          {t("scenarios.foreseen.see")}
        </Anchor>
      </Text>
      {mayChange ? (
        <Group>
          <Button variant="default" loading={foresee.isPending} onClick={() => foresee.mutate({ name })}>
            {t("scenarios.foreseen.now")}
          </Button>
        </Group>
      ) : null}
      <Working on={foresee.isPending} label={t("scenarios.foreseen.looking")} />
      {foresee.isError ? <Failed error={foresee.error} /> : null}
      {foresee.data === undefined ? null : (
        <Alert color="green" variant="light" title={t("scenarios.code.would")} role="status">
          <List>
            {foresee.data.lines.map((line) => (
              <List.Item key={line.en}>{line[language]}</List.Item>
            ))}
          </List>
        </Alert>
      )}
    </Stack>
  );
}
