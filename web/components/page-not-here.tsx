import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

/** Kept while the browser's tab is open: the page that was loaded anew for its missing part. */
const tried = "carillon-loaded-anew";

/** Stands where a page could not be loaded: loads all anew as soon as the server answers, by itself once. */
export function PageNotHere() {
  const { t } = useTranslation();
  const [isTrying, setIsTrying] = useState(false);
  const loadAnew = useCallback(async () => {
    setIsTrying(true);
    try {
      // Loading anew while nobody answers would leave the browser's own empty page.
      await fetch("/api/me");
      sessionStorage.setItem(tried, location.pathname);
      location.reload();
    } catch {
      setIsTrying(false);
    }
  }, []);
  useEffect(() => {
    if (sessionStorage.getItem(tried) !== location.pathname) void loadAnew();
    const again = () => void loadAnew();
    addEventListener("online", again);
    return () => removeEventListener("online", again);
  }, [loadAnew]);
  return (
    <Stack role="alert">
      <Title order={1}>{t("frame.error.title")}</Title>
      <Text>{t("frame.error.pageNotHere")}</Text>
      <Group>
        <Button loading={isTrying} onClick={() => void loadAnew()}>
          {t("frame.error.retry")}
        </Button>
      </Group>
    </Stack>
  );
}
