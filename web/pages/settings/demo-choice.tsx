import { Button, Card, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Failed } from "../../components/asked.tsx";
import { Call } from "../../components/call.tsx";
import { useAnew } from "../../components/use-anew.ts";
import { Working } from "../../components/working.tsx";
import { languageOf } from "../../i18n/i18n.ts";

/** How often it is asked how far the demo is, in milliseconds. */
const pace = 1_000;

/** What an owner of an empty installation may do first: look at a made-up school, or set up their own. */
export function DemoChoice({ toSchool }: { readonly toSchool: () => void }) {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const demo = useDemoState();
  const begin = useMutation(api.demo.begin.mutationOptions({ onSuccess: useAnew(api.demo.key()) }));
  if (demo === undefined) return null;
  const isOpening = begin.isPending || demo.state === "opening" || demo.state === "open";
  return (
    <section aria-labelledby="choice">
      <Title order={2} size="h4" id="choice" mb="sm">
        {t("start.demo.title")}
      </Title>
      <SimpleGrid cols={{ base: 1, sm: 2 }} maw={900}>
        <Card withBorder>
          <Stack align="start" h="100%">
            <Text fw={700}>{t("start.demo.try")}</Text>
            <Text style={{ flex: 1 }}>{t("start.demo.tryAbout")}</Text>
            {begin.isError ? <Failed error={begin.error} /> : null}
            {demo.failure === null ? null : (
              <Call title={demo.failure.what[language]} isBad>
                <Text>{demo.failure.remedy[language]}</Text>
              </Call>
            )}
            {!demo.isPossible ? (
              <Text fw={600}>{t("start.demo.notPossible")}</Text>
            ) : isOpening ? (
              <Working on label={t("start.demo.opening")} share={demo.state === "open" ? 1 : demo.lived} />
            ) : (
              <Button onClick={() => begin.mutate({ language })}>{t("start.demo.begin")}</Button>
            )}
          </Stack>
        </Card>
        <Card withBorder>
          <Stack align="start" h="100%">
            <Text fw={700}>{t("start.demo.own")}</Text>
            <Text style={{ flex: 1 }}>{t("start.demo.ownAbout")}</Text>
            <Button variant="default" onClick={toSchool}>
              {t("start.demo.ownBegin")}
            </Button>
          </Stack>
        </Card>
      </SimpleGrid>
    </section>
  );
}

/** How far the demo is; once it is open the whole page is loaded anew, since everything on it is another school's. */
function useDemoState() {
  const { data } = useQuery(
    api.demo.state.queryOptions({
      refetchInterval: ({ state }) => (state.data?.state === "opening" ? pace : false),
    }),
  );
  const isOpen = data?.state === "open";
  useEffect(() => {
    if (isOpen) location.assign("/");
  }, [isOpen]);
  return data;
}
