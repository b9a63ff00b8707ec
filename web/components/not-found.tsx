import { Anchor, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

/** What stands at an address where no page is. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <Stack p="md">
      <Text>{t("frame.app.notFound")}</Text>
      <Anchor renderRoot={(props) => <Link to="/" {...props} />}>{t("frame.app.home")}</Anchor>
    </Stack>
  );
}
