import { NativeSelect, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { FormEnd } from "../../components/form-end.tsx";
import { notify } from "../../components/notices.tsx";
import { useRefusal } from "../../components/refusal.tsx";
import { useAnew } from "../../components/use-anew.ts";
import { Window } from "../../components/window.tsx";

/** Adds a student who does not write in the group. */
export function NewStudent({
  groups,
  close,
}: {
  readonly groups: readonly { readonly id: string; readonly title: string }[];
  readonly close: () => void;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const anew = useAnew(api.roster.key());
  const [name, setName] = useState("");
  const [groupId, setGroupId] = useState("");
  const [email, setEmail] = useState("");
  const add = useMutation(
    api.roster.addStudent.mutationOptions({
      async onSuccess({ id }) {
        await anew();
        notify(t("roster.new.added", { name }));
        await navigate({ to: "/students/$id", params: { id } });
      },
    }),
  );
  const refusal = useRefusal(add.error, ["name", "email"]);
  function submit(event: FormEvent) {
    event.preventDefault();
    add.mutate({ name, groupIds: groupId === "" ? [] : [groupId], ...(email === "" ? {} : { email }) });
  }
  return (
    <Window isOpen close={close} title={t("roster.new.title")}>
      <form onSubmit={submit}>
        <Stack>
          {refusal.elsewhere}
          <TextInput
            label={t("roster.new.name")}
            required
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={refusal.at("name")}
            data-autofocus
          />
          <NativeSelect
            label={t("roster.new.group")}
            value={groupId}
            onChange={(event) => setGroupId(event.currentTarget.value)}
            data={[
              { value: "", label: t("roster.students.noGroup") },
              ...groups.map((group) => ({ value: group.id, label: group.title })),
            ]}
          />
          <TextInput
            label={t("roster.new.email")}
            description={t("roster.new.emailHint")}
            type="email"
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            error={refusal.at("email")}
          />
          <FormEnd label={t("roster.new.add")} isPending={add.isPending} close={close} />
        </Stack>
      </form>
    </Window>
  );
}
