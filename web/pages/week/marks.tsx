import { Anchor, Badge, Text } from "@mantine/core";
import type { InferContractRouterOutputs } from "@orpc/contract";
import { useTranslation } from "react-i18next";

import type { contract } from "../../../src/http/contract.ts";
import { messageTones, tones } from "../../components/tones.ts";

/** A session of the week as the server tells it. */
export type WeekSession = InferContractRouterOutputs<typeof contract>["sessions"]["week"]["sessions"][number];

/** How the reminder of a session stands. */
export function MessageMark({ message }: { readonly message: WeekSession["message"] }) {
  const { t } = useTranslation();
  if (message === null) return <Text size="sm">{t("week.message.none")}</Text>;
  return <Badge color={tones[messageTones[message.state]]}>{t(`week.message.${message.state}`)}</Badge>;
}

/** A session that is not as the timetable has it says so. */
export function StatusMark({ session }: { readonly session: WeekSession }) {
  const { t } = useTranslation();
  if (session.status === "cancelled") return <Badge color={tones.bad}>{t("week.status.cancelled")}</Badge>;
  if (session.status === "moved") return <Badge color={tones.warning}>{t("week.status.moved")}</Badge>;
  if (session.isExtra) return <Badge color={tones.busy}>{t("week.status.extra")}</Badge>;
  if (session.usualCoach !== null) return <Badge color={tones.warning}>{t("week.status.substitute")}</Badge>;
  return null;
}

/** The way into a session's room, or why there is none. */
export function LinkMark({ session }: { readonly session: WeekSession }) {
  const { t } = useTranslation();
  const { meeting, status } = session;
  if (status === "cancelled") return <Text size="sm">–</Text>;
  if (meeting?.joinUrl !== null && meeting?.joinUrl !== undefined) {
    return (
      <Anchor href={meeting.joinUrl} target="_blank" rel="noreferrer" aria-label={t("week.link.of", session)}>
        {t("week.link.open")}
      </Anchor>
    );
  }
  if (meeting?.state === "failed") return <Badge color={tones.bad}>{t("week.link.failed")}</Badge>;
  if (meeting?.state === "creating") return <Text size="sm">{t("week.link.creating")}</Text>;
  if (meeting?.state === "declined") return <Text size="sm">{t("week.link.declined")}</Text>;
  return <Badge color={tones.warning}>{t("week.link.none")}</Badge>;
}
