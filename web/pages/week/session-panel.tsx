import { Button, Divider, Group, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Failed } from "../../components/asked.tsx";
import { Call } from "../../components/call.tsx";
import { Confirm } from "../../components/confirm.tsx";
import { Mark } from "../../components/mark.tsx";
import { useMayChange } from "../../components/may-change.ts";
import { notify } from "../../components/notices.tsx";
import { StaleEdit } from "../../components/stale-edit.tsx";
import { useAnew } from "../../components/use-anew.ts";
import { useTimes } from "../../components/use-times.ts";
import { languageOf } from "../../i18n/i18n.ts";
import { LinkMark, MessageMark, StatusMark, type WeekSession } from "./marks.tsx";
import { MeetingChoices } from "./meeting-choices.tsx";
import { MoveForm } from "./move-form.tsx";
import { Reminder } from "./reminder.tsx";
import { Substitutes } from "./substitutes.tsx";
import { useWeekActs } from "./use-week-acts.ts";

/** Decides about the session that is open; what was decided can be taken back from the notice. */
function useDecide(session: WeekSession, close: () => void) {
  const { i18n, t } = useTranslation();
  const times = useTimes();
  const anew = useAnew(api.sessions.key());
  const deciding = useMutation(api.sessions.decide.mutationOptions({ onSuccess: anew }));
  const takingBack = useMutation(api.sessions.takeBack.mutationOptions({ onSuccess: anew }));
  type Decision = Parameters<typeof deciding.mutateAsync>[0]["decision"];
  /** The decision that brings an extra session back to what it was: it has no line of the timetable to go back to. */
  function formerly(kind: Decision["kind"]): Decision {
    if (kind === "cancelled" || kind === "kept") return { kind: kind === "kept" ? "cancelled" : "kept" };
    if (kind === "substitute") return { kind, coach: session.coach };
    const minutes = (Date.parse(session.endsAt) - Date.parse(session.startsAt)) / 60_000;
    return { kind, startsAt: times.local(session.startsAt), minutes };
  }
  async function decide(decision: Decision, word: string, options: { reason?: string; version?: string } = {}) {
    const { reason, version = session.version } = options;
    const wish = { id: session.id, decision, version, ...(reason === undefined ? {} : { reason }) };
    const { kept, warnings } = await deciding.mutateAsync(wish);
    const mind = warnings.map((one) => one[languageOf(i18n)]);
    const text = mind.length === 0 ? word : `${word} ${t("week.act.warning")} ${mind.join(" ")}`;
    const [first] = kept;
    const before = { id: session.id, decision: formerly(decision.kind), reason: session.reason?.fr ?? "" };
    const back = first && (async () => await takingBack.mutateAsync({ number: first.number }));
    notify(text, session.isExtra ? async () => await deciding.mutateAsync(before) : back);
    close();
  }
  return { decide, deciding };
}

/** One session: all that is known of it, and everything that can be decided about it. */
export function SessionPanel({
  session,
  all,
  now,
  close,
}: {
  readonly session: WeekSession;
  /** The whole week: who is free is seen from it. */
  readonly all: readonly WeekSession[];
  readonly now: string;
  readonly close: () => void;
}) {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const times = useTimes();
  const mayChange = useMayChange();
  const acts = useWeekActs();
  const { decide, deciding } = useDecide(session, close);
  const [part, setPart] = useState<"move" | "substitute">();
  const isComing = Date.parse(session.startsAt) > Date.parse(now);
  const isCancelled = session.status === "cancelled";
  const seen = { startsAt: times.short(session.startsAt), coach: session.coach, group: session.group };
  return (
    <Stack>
      <Group gap="xs">
        <Text fw={700}>
          {times.day(session.startsAt)}, {times.hour(session.startsAt)} – {times.hour(session.endsAt)}
        </Text>
        <StatusMark session={session} />
        {session.approvedBy === null ? null : <Mark tone="good">{t("week.act.by", { name: session.approvedBy })}</Mark>}
      </Group>
      <Text>
        {session.usualCoach === null
          ? session.coach
          : t("week.status.instead", { coach: session.coach, usual: session.usualCoach })}
        {session.group === null ? "" : ` · ${session.group}`}
      </Text>
      {session.movedFrom === null ? null : (
        <Text size="sm">{t("week.status.was", { when: times.short(session.movedFrom) })}</Text>
      )}
      {session.reason === null ? null : <Text size="sm">{session.reason[language]}</Text>}
      <Group gap="sm">
        <LinkMark session={session} />
        {session.meeting === null ? null : <Text size="sm">{t("week.link.host", { host: session.meeting.host })}</Text>}
        <MessageMark message={session.message} />
        {session.message === null ? null : (
          <Text size="sm">{t("week.message.due", { when: times.short(session.message.dueAt) })}</Text>
        )}
        {session.message?.reworded === true ? <Mark tone="busy">{t("week.message.reworded")}</Mark> : null}
      </Group>
      {session.meeting?.failure === null || session.meeting === null ? null : (
        <Call isBad title={session.meeting.failure.what[language]}>
          <Text size="sm">{session.meeting.failure.remedy[language]}</Text>
        </Call>
      )}
      {mayChange && !isCancelled ? <MeetingChoices session={session} /> : null}
      <StaleEdit
        error={deciding.error}
        mine={seen}
        labels={{ startsAt: t("week.column.when"), coach: t("week.column.coach"), group: t("week.column.group") }}
        keepMine={(version) => {
          const last = deciding.variables;
          if (last !== undefined) void decide(last.decision, t("week.now.asked"), { version }).catch(() => undefined);
        }}
        takeTheirs={() => deciding.reset()}
      />
      {acts.error === null ? null : <Failed error={acts.error} />}
      {mayChange && isComing ? (
        <>
          <Divider />
          <Group gap="xs">
            <Button
              size="compact-sm"
              loading={acts.isActing}
              onClick={() => void acts.approve([session], session.approvedBy === null).catch(() => undefined)}
            >
              {session.approvedBy === null ? t("week.act.approve") : t("week.act.unapprove")}
            </Button>
            {session.message?.state === "planned" ? (
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => void acts.hold([session]).catch(() => undefined)}
              >
                {t("week.act.hold")}
              </Button>
            ) : null}
            {session.message?.state === "held" ? (
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => void acts.resume([session]).catch(() => undefined)}
              >
                {t("week.act.resume")}
              </Button>
            ) : null}
            {isCancelled ? null : (
              <>
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-expanded={part === "substitute"}
                  onClick={() => setPart(part === "substitute" ? undefined : "substitute")}
                >
                  {t("week.act.substitute")}
                </Button>
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-expanded={part === "move"}
                  onClick={() => setPart(part === "move" ? undefined : "move")}
                >
                  {t("week.act.move")}
                </Button>
              </>
            )}
            {isCancelled ? (
              <Button
                size="compact-sm"
                variant="default"
                loading={deciding.isPending}
                onClick={() => void decide({ kind: "kept" }, t("week.act.keepDone")).catch(() => undefined)}
              >
                {t("week.act.keep")}
              </Button>
            ) : null}
            {isCancelled ? null : (
              <Confirm
                label={t("week.act.cancel")}
                title={t("week.act.cancelTitle")}
                touches={[
                  `${session.course}, ${times.short(session.startsAt)}`,
                  ...(session.group === null ? [] : [session.group]),
                ]}
                consequence={t("week.act.cancelAfter")}
                act={async () => await decide({ kind: "cancelled" }, t("week.act.cancelled"))}
              />
            )}
          </Group>
          {part === "move" ? (
            <MoveForm
              session={session}
              error={deciding.error}
              isMoving={deciding.isPending}
              move={async ({ startsAt, minutes, reason }) =>
                await decide(
                  { kind: "moved", startsAt, ...(minutes === undefined ? {} : { minutes }) },
                  t("week.act.moveDone"),
                  reason === "" ? {} : { reason },
                )
              }
            />
          ) : null}
          {part === "substitute" ? (
            <Substitutes
              session={session}
              all={all}
              error={deciding.error}
              isChanging={deciding.isPending}
              choose={async (coach, email) =>
                await decide(
                  { kind: "substitute", coach, ...(email === undefined ? {} : { email }) },
                  t("week.act.substituteDone", { coach }),
                )
              }
            />
          ) : null}
        </>
      ) : null}
      {session.message === null ? null : (
        <>
          <Divider />
          <Reminder
            number={session.message.number}
            mayChange={mayChange && ["planned", "held"].includes(session.message.state)}
          />
        </>
      )}
    </Stack>
  );
}
