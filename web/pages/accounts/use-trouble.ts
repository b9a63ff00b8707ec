import { useTranslation } from "react-i18next";

import type { Refused } from "../../logins.ts";

/** The words for a wrong password or code. */
type Wrong = `accounts.${"login.refused" | "login.codeRefused" | "mine.wrongPassword" | "mine.codeRefused"}`;

/** The words for a step of one's own login that did not come about. */
export function useTrouble(): (why: Refused, wrong: Wrong) => string {
  const { t } = useTranslation();
  return (why, wrong) => {
    if (typeof why === "object") return t("accounts.login.tooMany", { count: why.waitSeconds });
    return t(why === "offline" ? "frame.error.offline" : wrong);
  };
}
