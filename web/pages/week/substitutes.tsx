import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Asked } from "../../components/asked.tsx";
import { useRefusal } from "../../components/refusal.tsx";
import type { WeekSession } from "./marks.tsx";

/** Who could teach a session instead: one tap for whoever is free then, or a name. */
export function Substitutes({
  session,
  all,
  error,
  isChanging,
  choose,
}: {
  readonly session: WeekSession;
  readonly all: readonly WeekSession[];
  readonly error: unknown;
  readonly isChanging: boolean;
  readonly choose: (coach: string, email?: string) => Promise<void>;
}) {
  const { t } = useTranslation();
  const coaches = useQuery(api.roster.coaches.queryOptions());
  const refusal = useRefusal(error, ["decision.coach", "decision.email"]);
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const busy = new Set(
    all
      .filter(
        (other) =>
          other.status !== "cancelled" &&
          Date.parse(other.startsAt) < Date.parse(session.endsAt) &&
          Date.parse(session.startsAt) < Date.parse(other.endsAt),
      )
      .map((other) => other.coach),
  );
  return (
    <Stack>
      {refusal.elsewhere}
      <Asked query={coaches}>
        {(known) => {
          const free = known.filter((coach) => coach.name !== session.coach && !busy.has(coach.name));
          if (free.length === 0) return <Text size="sm">{t("week.act.nobody")}</Text>;
          return (
            <>
              <Text size="sm">{t("week.act.substituteHint")}</Text>
              <Group gap="xs">
                {free.map((coach) => (
                  <Button
                    key={coach.id}
                    size="compact-md"
                    variant="default"
                    disabled={isChanging}
                    onClick={() => void choose(coach.name).catch(() => undefined)}
                  >
                    {coach.name}
                  </Button>
                ))}
              </Group>
            </>
          );
        }}
      </Asked>
      <Group
        component="form"
        align="end"
        onSubmit={(event: React.FormEvent) => {
          event.preventDefault();
          void choose(name.trim(), email.trim() === "" ? undefined : email.trim()).catch(() => undefined);
        }}
      >
        <TextInput
          label={t("week.act.another")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={refusal.at("decision.coach")}
          required
        />
        <TextInput
          type="email"
          label={t("week.act.email")}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={refusal.at("decision.email")}
        />
        <Button type="submit" variant="default" disabled={isChanging}>
          {t("week.act.substitute")}
        </Button>
      </Group>
    </Stack>
  );
}
