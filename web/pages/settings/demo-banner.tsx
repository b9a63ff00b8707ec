import { Alert, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Confirm } from "../../components/confirm.tsx";
import { languageOf } from "../../i18n/i18n.ts";

/** Says on every page that the school is the demo; who opened it may leave it or begin it anew. */
export function DemoBanner() {
  const { t, i18n } = useTranslation();
  const { data: role } = useQuery(api.accounts.me.queryOptions({ select: (me) => me.role }));
  // Everything on the page is another school's then: it is loaded anew.
  const toStart = { onSuccess: () => location.assign("/start") };
  const end = useMutation(api.demo.end.mutationOptions(toStart));
  const again = useMutation(api.demo.begin.mutationOptions(toStart));
  return (
    <Alert color="grape" variant="light" mb="md" role="status">
      <Stack gap="xs" align="start">
        <Text fw={600}>{t("start.demo.banner")}</Text>
        {role === "owner" ? (
          <Group gap="xs">
            <Confirm
              label={t("start.demo.end")}
              title={t("start.demo.endTitle")}
              touches={[t("start.demo.endTouches")]}
              consequence={t("start.demo.endThen")}
              act={async () => await end.mutateAsync({})}
            />
            <Confirm
              label={t("start.demo.again")}
              title={t("start.demo.againTitle")}
              touches={[t("start.demo.endTouches")]}
              consequence={t("start.demo.againThen")}
              act={async () => await again.mutateAsync({ language: languageOf(i18n) })}
            />
          </Group>
        ) : null}
      </Stack>
    </Alert>
  );
}
