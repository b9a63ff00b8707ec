import { Alert, Loader, Stack, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import { api, isSignedOut } from "../../api.ts";
import { Call } from "../../components/call.tsx";
import { Moment } from "../../components/moment.tsx";
import { languageOf } from "../../i18n/i18n.ts";

/** How often it is asked how far it is, in milliseconds. */
const askMs = 1_000;

/** How far a restore is, or what became of the last one. While everything is replaced the server is away for a moment. */
export function LastRestore() {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const queries = useQueryClient();
  const last = useQuery(
    api.backups.lastRestore.queryOptions({
      retry: false,
      refetchInterval: ({ state }) => (state.data?.state === "under way" ? askMs : false),
    }),
  );
  const isOut = last.isError && isSignedOut(last.error);
  useEffect(() => {
    // Everybody is signed out by it: the frame asks who is there, and leads to the login.
    if (isOut) void queries.resetQueries();
  }, [isOut, queries]);
  const { data } = last;
  if (data === undefined || data === null) return null;
  const { state, step, file, takenAt, byName, wayBack, held, failure } = data;
  if (state === "under way") {
    return (
      <Alert color="blue" variant="light" role="status" title={t("backups.restoring", { name: file })}>
        <Stack gap="xs" align="start">
          <Loader size="sm" aria-hidden />
          <Text>{t(`backups.restoreStep.${last.isError ? "replacing" : step}`)}</Text>
        </Stack>
      </Alert>
    );
  }
  if (state === "done") {
    return (
      <Alert color="green" variant="light" role="status" title={t("backups.restored", { name: file })}>
        <Text>
          {t("backups.restoredAs", { who: byName })} <Moment at={takenAt} />
        </Text>
        {held === null || held === 0 ? null : <Text>{t("backups.restoredHeld", { count: held })}</Text>}
        {wayBack === null ? null : <Text>{t("backups.restoredBack", { name: wayBack })}</Text>}
      </Alert>
    );
  }
  return (
    <Call title={t("backups.notRestored", { name: file })} isBad>
      <Text>{failure === null ? t("backups.restoreCut") : failure.what[language]}</Text>
      {failure === null ? null : <Text>{failure.remedy[language]}</Text>}
    </Call>
  );
}
