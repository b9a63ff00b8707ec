import { Alert, Button, Loader, Stack, Text } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { reasonOf } from "../api.ts";
import { languageOf } from "../i18n/i18n.ts";

/** A question to the server as it stands: loading, failed with what to do, or its answer. */
export function Asked<T>({
  query,
  children,
}: {
  readonly query: UseQueryResult<T>;
  readonly children: (data: T) => ReactNode;
}) {
  const { t } = useTranslation();
  if (query.data !== undefined) {
    return (
      <>
        {query.isError ? <Failed error={query.error} /> : null}
        {children(query.data)}
      </>
    );
  }
  if (query.isError) return <Failed error={query.error} retry={() => void query.refetch()} />;
  return <Loader aria-label={t("frame.app.loading")} role="status" />;
}

/** The words for a failure about which the server said none. */
export const reasonWords = {
  offline: "frame.error.offline",
  "not allowed": "frame.error.notAllowed",
  invalid: "frame.error.invalid",
  broken: "frame.error.broken",
} as const;

/** What went wrong, and what the person can do. */
export function Failed({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const reason = reasonOf(error);
  return (
    <Alert color="red" variant="light" title={t("frame.error.title")} role="alert">
      <Stack gap="xs" align="start">
        {typeof reason === "string" ? (
          <Text>{t(reasonWords[reason])}</Text>
        ) : (
          <>
            <Text style={{ overflowWrap: "anywhere" }}>{reason.what[language]}</Text>
            <Text style={{ overflowWrap: "anywhere" }}>{reason.remedy[language]}</Text>
          </>
        )}
        {retry === undefined || reason === "not allowed" ? null : (
          <Button size="compact-sm" variant="default" onClick={retry}>
            {t("frame.error.retry")}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
