import type { InferContractRouterOutputs } from "@orpc/contract";
import { useTranslation } from "react-i18next";

import type { contract } from "../../../src/http/contract.ts";
import { Mark } from "../../components/mark.tsx";
import { messageTones } from "../../components/tones.ts";

/** A session of the week as the server tells it. */
export type WeekSession = InferContractRouterOutputs<typeof contract>["sessions"]["week"]["sessions"][number];

/** How the reminder of a session stands. */
export function MessageMark({ message }: { readonly message: WeekSession["message"] }) {
  const { t } = useTranslation();
  if (message === null) return <span>{t("week.message.none")}</span>;
  return <Mark tone={messageTones[message.state]}>{t(`messages.state.${message.state}`)}</Mark>;
}

/** A session that is not as the timetable has it says so. */
export function StatusMark({ session }: { readonly session: WeekSession }) {
  const { t } = useTranslation();
  if (session.status === "cancelled") return <Mark tone="bad">{t("week.status.cancelled")}</Mark>;
  if (session.status === "moved") return <Mark tone="warning">{t("week.status.moved")}</Mark>;
  if (session.isExtra) return <Mark tone="busy">{t("week.status.extra")}</Mark>;
  if (session.usualCoach !== null) return <Mark tone="warning">{t("week.status.substitute")}</Mark>;
  return null;
}

/** The way into a session's room, or why there is none. */
export function LinkMark({ session }: { readonly session: WeekSession }) {
  const { t } = useTranslation();
  const { meeting, status } = session;
  if (status === "cancelled") return <span>–</span>;
  if (meeting?.joinUrl !== null && meeting?.joinUrl !== undefined) {
    return (
      <a href={meeting.joinUrl} target="_blank" rel="noreferrer" aria-label={t("week.link.of", session)}>
        {t("week.link.open")}
      </a>
    );
  }
  if (meeting?.state === "failed") return <Mark tone="bad">{t("week.link.failed")}</Mark>;
  if (meeting?.state === "creating") return <span>{t("week.link.creating")}</span>;
  if (meeting?.state === "declined") return <span>{t("week.link.declined")}</span>;
  return <Mark tone="warning">{t("week.link.none")}</Mark>;
}
