import { Anchor, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Call } from "../../components/call.tsx";

/** The way to what a school still needs, until it is there or somebody put it away. */
export function FirstRunCall() {
  const { t } = useTranslation();
  const { data: isDone = true } = useQuery(api.settings.firstRun.queryOptions({ select: (steps) => steps.isDone }));
  if (isDone) return null;
  return (
    <Call title={t("start.callTitle")}>
      <Text>{t("start.call")}</Text>
      <Anchor component={Link} to="/start" underline="always">
        {t("start.go")}
      </Anchor>
    </Call>
  );
}
