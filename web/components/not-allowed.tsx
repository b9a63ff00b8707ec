import { Anchor, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

/** What stands at the address of a page that this account may not see. */
export function NotAllowed() {
  const { t } = useTranslation();
  return (
    <Stack align="start">
      <Title order={1}>{t("frame.error.notAllowed")}</Title>
      <Text>{t("frame.error.whoAllows")}</Text>
      <Anchor underline="always" renderRoot={(props) => <Link to="/" {...props} />}>
        {t("frame.app.home")}
      </Anchor>
    </Stack>
  );
}
