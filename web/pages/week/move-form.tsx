import { Button, Group, NumberInput, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useRefusal } from "../../components/refusal.tsx";
import { useTimes } from "../../components/use-times.ts";
import type { WeekSession } from "./marks.tsx";

/** Another day and hour for a session, in the school's zone. */
export function MoveForm({
  session,
  error,
  isMoving,
  move,
}: {
  readonly session: WeekSession;
  readonly error: unknown;
  readonly isMoving: boolean;
  readonly move: (wish: {
    readonly startsAt: string;
    readonly minutes: number | undefined;
    readonly reason: string;
  }) => Promise<void>;
}) {
  const { t } = useTranslation();
  const times = useTimes();
  const refusal = useRefusal(error, ["decision.startsAt", "decision.minutes", "reason"]);
  const [startsAt, setStartsAt] = useState(times.local(session.startsAt));
  const [minutes, setMinutes] = useState<number>();
  const [reason, setReason] = useState("");
  return (
    <Stack
      component="form"
      onSubmit={(event) => {
        event.preventDefault();
        void move({ startsAt, minutes, reason: reason.trim() }).catch(() => undefined);
      }}
    >
      {refusal.elsewhere}
      <Group align="end">
        <TextInput
          type="datetime-local"
          label={t("week.act.moveTo")}
          value={startsAt}
          onChange={(event) => setStartsAt(event.currentTarget.value)}
          error={refusal.at("decision.startsAt")}
          required
        />
        <NumberInput
          label={t("week.act.minutes")}
          value={minutes ?? ""}
          onChange={(value) => setMinutes(typeof value === "number" ? value : undefined)}
          error={refusal.at("decision.minutes")}
          min={5}
          max={720}
        />
      </Group>
      <TextInput
        label={t("week.act.reason")}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={refusal.at("reason")}
        maxLength={300}
      />
      <Group>
        <Button type="submit" loading={isMoving}>
          {t("week.act.move")}
        </Button>
      </Group>
    </Stack>
  );
}
