import { Group, NativeSelect, NumberInput, Select, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Asked } from "../../components/asked.tsx";
import { FormEnd } from "../../components/form-end.tsx";
import { notify } from "../../components/notices.tsx";
import { useRefusal } from "../../components/refusal.tsx";
import { useAnew } from "../../components/use-anew.ts";
import { languageOf } from "../../i18n/i18n.ts";
import type { Kept } from "./lines.ts";
import { SubstituteButtons } from "./substitute-buttons.tsx";

const kinds = ["cancelled", "substitute", "moved", "extra", "kept"] as const satisfies readonly Kept["kind"][];

/** One decision about some sessions: which course, which days, what. */
export function ExceptionForm({ close }: { readonly close: () => void }) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<(typeof kinds)[number]>("cancelled");
  const [course, setCourse] = useState<string | null>(null);
  const [from, setFrom] = useState("");
  const [until, setUntil] = useState("");
  const [startsAt, setStartsAt] = useState("");
  const [minutes, setMinutes] = useState<number | string>("");
  const [coach, setCoach] = useState("");
  const [email, setEmail] = useState("");
  const [reason, setReason] = useState("");
  const courses = useQuery(api.timetable.courses.queryOptions());
  const { decide, isPending, error } = useDecide(close);
  const refusal = useRefusal(error, [
    "course",
    "from",
    "until",
    "startsAt",
    "minutes",
    "coach",
    "reason",
    "decision.startsAt",
    "decision.minutes",
    "decision.coach",
    "decision.email",
  ]);
  const isOneDay = kind === "moved";
  const length = typeof minutes === "number" ? { minutes } : {};
  const why = reason.trim() === "" ? {} : { reason: reason.trim() };
  const days = { course: course ?? "", from, until: isOneDay || until === "" ? from : until };
  const isReady = course !== null && (kind === "extra" || from !== "");

  function send(standIn: { readonly coach: string; readonly email?: string }) {
    if (kind === "extra") {
      const wish = { course: course ?? "", startsAt, ...length, ...why };
      void decide("extra", coach.trim() === "" ? wish : { ...wish, coach: coach.trim() });
    } else if (kind === "moved") void decide("days", { ...days, decision: { kind, startsAt, ...length }, ...why });
    else if (kind === "substitute") void decide("days", { ...days, decision: { kind, ...standIn }, ...why });
    else void decide("days", { ...days, decision: { kind }, ...why });
  }

  return (
    <Stack
      component="form"
      onSubmit={(event) => {
        event.preventDefault();
        send({ coach: coach.trim(), ...(email.trim() === "" ? {} : { email: email.trim() }) });
      }}
    >
      {refusal.elsewhere}
      <NativeSelect
        label={t("timetable.exception.kind")}
        data={kinds.map((one) => ({ value: one, label: t(`timetable.exception.verb.${one}`) }))}
        value={kind}
        onChange={(event) => setKind(kinds.find((one) => one === event.currentTarget.value) ?? "cancelled")}
      />
      <Asked query={courses}>
        {(rows) => (
          <Select
            label={t("timetable.exception.course")}
            searchable
            limit={60}
            data={rows.map((row) => ({ value: row.id, label: `${row.title} · ${row.coach}` }))}
            value={course}
            onChange={setCourse}
            error={refusal.at("course")}
            required
          />
        )}
      </Asked>
      {kind === "extra" ? null : (
        <Group align="end">
          <TextInput
            type="date"
            label={isOneDay ? t("timetable.exception.day") : t("timetable.exception.from")}
            value={from}
            onChange={(event) => setFrom(event.currentTarget.value)}
            error={refusal.at("from")}
            required
          />
          {isOneDay ? null : (
            <TextInput
              type="date"
              label={t("timetable.exception.until")}
              value={until}
              min={from}
              onChange={(event) => setUntil(event.currentTarget.value)}
              error={refusal.at("until")}
            />
          )}
        </Group>
      )}
      {kind === "moved" || kind === "extra" ? (
        <Group align="end">
          <TextInput
            type="datetime-local"
            label={kind === "moved" ? t("timetable.exception.newStart") : t("timetable.exception.start")}
            value={startsAt}
            onChange={(event) => setStartsAt(event.currentTarget.value)}
            error={refusal.at("startsAt") ?? refusal.at("decision.startsAt")}
            required
          />
          <NumberInput
            label={t("timetable.exception.minutes")}
            value={minutes}
            onChange={setMinutes}
            min={5}
            max={720}
            error={refusal.at("minutes") ?? refusal.at("decision.minutes")}
          />
        </Group>
      ) : null}
      <TextInput
        label={t("timetable.exception.reason")}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        maxLength={300}
        error={refusal.at("reason")}
      />
      {kind === "substitute" ? (
        <>
          <Text size="sm">{t("timetable.exception.tap")}</Text>
          <SubstituteButtons
            usual={courses.data?.find((row) => row.id === course)?.coach}
            disabled={isPending || !isReady}
            choose={(name) => send({ coach: name })}
          />
          <Group align="end">
            <TextInput
              label={t("timetable.exception.other")}
              value={coach}
              onChange={(event) => setCoach(event.currentTarget.value)}
              error={refusal.at("decision.coach")}
              required
            />
            <TextInput
              type="email"
              label={t("timetable.exception.email")}
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
              error={refusal.at("decision.email")}
            />
          </Group>
        </>
      ) : null}
      {kind === "extra" ? (
        <TextInput
          label={t("timetable.exception.coach")}
          value={coach}
          onChange={(event) => setCoach(event.currentTarget.value)}
          error={refusal.at("coach")}
        />
      ) : null}
      <FormEnd label={t("timetable.exception.do")} isPending={isPending} close={close} />
    </Stack>
  );
}

/** Sends a decision; what it did can be taken back from the notice. */
function useDecide(close: () => void) {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const anew = useAnew(api.sessions.key(), api.school.key());
  const days = useMutation(api.sessions.decideDays.mutationOptions({ onSuccess: anew }));
  const extra = useMutation(api.sessions.addExtra.mutationOptions({ onSuccess: anew }));
  const takingBack = useMutation(api.sessions.takeBack.mutationOptions({ onSuccess: anew }));
  type Days = Parameters<typeof days.mutateAsync>[0];
  type Extra = Parameters<typeof extra.mutateAsync>[0];

  async function decide(...[which, wish]: readonly ["days", Days] | readonly ["extra", Extra]): Promise<void> {
    try {
      const { kept, warnings } = which === "days" ? await days.mutateAsync(wish) : await extra.mutateAsync(wish);
      const word = t("timetable.exception.done", { count: kept.length });
      const mind = warnings.map((one) => one[language]).join(" ");
      notify(mind === "" ? word : `${word} ${t("timetable.exception.mind")} ${mind}`, async () => {
        for (const { number } of kept) await takingBack.mutateAsync({ number });
      });
      close();
    } catch {
      // The form shows it at its field.
    }
  }
  return { decide, isPending: days.isPending || extra.isPending, error: days.error ?? extra.error };
}
