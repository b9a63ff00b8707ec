import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { Door } from "./door.tsx";

/** What stands at an address where no page is. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <Door title={t("frame.app.notFound")}>
      <Anchor renderRoot={(props) => <Link to="/" {...props} />}>{t("frame.app.home")}</Anchor>
    </Door>
  );
}
