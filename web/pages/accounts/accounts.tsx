import { Button, Group, Select, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { roles, type Role } from "../../../src/features/accounts/contract.ts";
import { api } from "../../api.ts";
import { Asked, Failed } from "../../components/asked.tsx";
import { Confirm } from "../../components/confirm.tsx";
import { notify } from "../../components/notices.tsx";
import { useRefusal } from "../../components/refusal.tsx";
import { ShownOnce } from "../../components/shown-once.tsx";
import { Table, type Column } from "../../components/table.tsx";
import { Window } from "../../components/window.tsx";

type Account = Awaited<ReturnType<(typeof api)["accounts"]["list"]["call"]>>[number];
const isRole = (text: string | null): text is Role => (roles as readonly (string | null)[]).includes(text);

/** Who signs in, with which role; invitations for others. */
export function Accounts() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const list = useQuery(api.accounts.list.queryOptions());
  const again = async () => await queries.invalidateQueries({ queryKey: api.accounts.key() });
  const setRole = useMutation(api.accounts.setRole.mutationOptions({ onSuccess: again }));
  const { mutateAsync: remove } = useMutation(api.accounts.remove.mutationOptions({ onSuccess: again }));
  const { mutateAsync: change } = setRole;
  const [isInviting, setIsInviting] = useState(false);
  const columns = useMemo(
    (): readonly Column<Account>[] => [
      { id: "name", head: t("accounts.people.name"), cell: (one) => one.name, sortBy: (one) => one.name },
      { id: "email", head: t("accounts.people.email"), cell: (one) => one.email, sortBy: (one) => one.email },
      {
        id: "role",
        head: t("accounts.people.role"),
        cell: (one) => (
          <RoleSelect
            label={t("accounts.people.roleOf", { name: one.name })}
            value={one.role}
            set={(role) =>
              void change({ id: one.id, role }).then(
                () => notify(t("accounts.people.changed", { name: one.name })),
                () => undefined,
              )
            }
          />
        ),
      },
      {
        id: "twoFactor",
        head: t("accounts.people.twoFactor"),
        cell: (one) => t(one.twoFactor ? "accounts.people.yes" : "accounts.people.no"),
      },
      {
        id: "remove",
        head: t("accounts.people.remove"),
        cell: (one) => (
          <Confirm
            label={t("accounts.people.remove")}
            title={t("accounts.people.removeAsk")}
            touches={[`${one.name}, ${one.email}`]}
            consequence={t("accounts.people.removeThen")}
            act={async () => await remove({ id: one.id })}
          />
        ),
      },
    ],
    [t, change, remove],
  );
  return (
    <Stack>
      <Title order={1}>{t("accounts.people.title")}</Title>
      <Text>{t("accounts.people.intro")}</Text>
      <Group>
        <Button onClick={() => setIsInviting(true)}>{t("accounts.people.invite")}</Button>
      </Group>
      {setRole.isError ? <Failed error={setRole.error} /> : null}
      <Asked query={list}>
        {(accounts) => (
          <Table
            label={t("accounts.people.title")}
            rows={accounts}
            columns={columns}
            rowId={(one) => one.id}
            search={(one) => `${one.name} ${one.email}`}
            empty={t("accounts.people.none")}
          />
        )}
      </Asked>
      <Window isOpen={isInviting} close={() => setIsInviting(false)} title={t("accounts.people.invite")}>
        <Invite close={() => setIsInviting(false)} />
      </Window>
    </Stack>
  );
}

function RoleSelect({
  label,
  value,
  set,
  isShown = false,
}: {
  readonly label: string;
  readonly value: Role;
  readonly set: (role: Role) => void;
  /** Whether the label is seen, and not only heard. */
  readonly isShown?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <Select
      {...(isShown ? { label } : { "aria-label": label })}
      value={value}
      allowDeselect={false}
      {...(isShown ? {} : { miw: 340 })}
      data={roles.map((role) => ({ value: role, label: t(`accounts.roles.${role}`) }))}
      onChange={(role) => {
        if (isRole(role) && role !== value) set(role);
      }}
    />
  );
}

/** An address and a role, then the link: the only time that it is shown. */
function Invite({ close }: { readonly close: () => void }) {
  const { t } = useTranslation();
  const invite = useMutation(api.accounts.invite.mutationOptions());
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("operator");
  const refusal = useRefusal(invite.error, ["email", "role"]);
  if (invite.data !== undefined) {
    const link = `${globalThis.location.origin}/invitation#${invite.data.code}`;
    const words = {
      copy: t("accounts.people.copy"),
      copied: t("accounts.people.copied"),
      done: t("accounts.people.done"),
    };
    return <ShownOnce text={link} warning={t("accounts.people.link")} words={words} close={close} />;
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    invite.mutate({ email, role });
  }
  return (
    <Stack component="form" onSubmit={submit}>
      {refusal.elsewhere}
      <TextInput
        type="email"
        label={t("accounts.people.email")}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        error={refusal.at("email")}
        required
      />
      <RoleSelect isShown label={t("accounts.people.role")} value={role} set={setRole} />
      <Group>
        <Button type="submit" loading={invite.isPending}>
          {t("accounts.people.inviteSubmit")}
        </Button>
      </Group>
    </Stack>
  );
}
