import { Button, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Asked, Failed } from "../../components/asked.tsx";
import { ShownOnce } from "../../components/shown-once.tsx";
import { Table, type Column } from "../../components/table.tsx";
import { Window } from "../../components/window.tsx";

interface CoachRow {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly courses: readonly string[];
  readonly coming: number;
  readonly hasLogin: boolean;
}

/** The coaches of the timetable: what they teach, and whether they sign in here. */
export function Coaches() {
  const { t } = useTranslation();
  const list = useQuery(api.roster.coaches.queryOptions());
  const { data: role } = useQuery(api.accounts.me.queryOptions({ select: (me) => me.role }));
  const invite = useMutation(api.accounts.invite.mutationOptions());
  const [invited, setInvited] = useState<string>();
  const { mutate } = invite;
  const columns = useMemo<readonly Column<CoachRow>[]>(
    () => [
      { id: "name", head: t("roster.coaches.name"), sortBy: (row) => row.name, cell: (row) => row.name },
      {
        id: "email",
        head: t("roster.coaches.email"),
        sortBy: (row) => row.email ?? "",
        cell: (row) => row.email ?? <Text size="sm">{t("roster.coaches.noEmail")}</Text>,
      },
      {
        id: "courses",
        head: t("roster.coaches.courses"),
        sortBy: (row) => row.courses.length,
        cell: (row) => (row.courses.length === 0 ? "–" : row.courses.join(", ")),
      },
      { id: "coming", head: t("roster.coaches.coming"), sortBy: (row) => row.coming, cell: (row) => row.coming },
      {
        id: "login",
        head: t("roster.coaches.login"),
        sortBy: (row) => (row.hasLogin ? 1 : 0),
        cell: ({ hasLogin, email, name }) =>
          hasLogin ? (
            t("roster.coaches.signsIn")
          ) : role === "owner" && email !== null ? (
            <Button
              variant="default"
              size="compact-sm"
              aria-label={t("roster.coaches.inviteOne", { name })}
              onClick={() => {
                setInvited(name);
                mutate({ email, role: "coach" });
              }}
            >
              {t("roster.coaches.invite")}
            </Button>
          ) : (
            t("roster.coaches.noLogin")
          ),
      },
    ],
    [t, role, mutate],
  );
  return (
    <Stack>
      <Title order={1}>{t("roster.coaches.title")}</Title>
      <Text>{t("roster.coaches.intro")}</Text>
      <Asked query={list}>
        {(coaches) => (
          <Table
            label={t("roster.coaches.title")}
            rows={coaches}
            columns={columns}
            rowId={(row) => row.id}
            search={(row) => `${row.name} ${row.email ?? ""} ${row.courses.join(" ")}`}
            empty={t("roster.coaches.empty")}
          />
        )}
      </Asked>
      {invited === undefined || invite.isPending ? null : (
        <Window isOpen close={() => setInvited(undefined)} title={t("roster.coaches.inviteTitle", { name: invited })}>
          {invite.isError ? <Failed error={invite.error} /> : null}
          {invite.data === undefined ? null : (
            <ShownOnce
              text={`${location.origin}/invitation#${invite.data.code}`}
              warning={t("roster.coaches.inviteMeans")}
              words={{
                copy: t("accounts.people.copy"),
                copied: t("accounts.people.copied"),
                done: t("accounts.people.done"),
              }}
              close={() => setInvited(undefined)}
            />
          )}
        </Window>
      )}
    </Stack>
  );
}
