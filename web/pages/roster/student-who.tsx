import { Button, Group, NativeSelect, Stack, Table, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Failed } from "../../components/asked.tsx";
import { Confirm } from "../../components/confirm.tsx";
import { useMayChange } from "../../components/may-change.ts";
import { Moment } from "../../components/moment.tsx";
import { notify } from "../../components/notices.tsx";
import { useRefusal } from "../../components/refusal.tsx";
import { useAnew } from "../../components/use-anew.ts";
import type { OneStudent } from "./group-row.ts";
import { StudentListing } from "./student-listing.tsx";

/** How a student is known, the groups they are in, and what they chose. */
export function StudentWho({ student }: { readonly student: OneStudent }) {
  const { t } = useTranslation();
  const mayChange = useMayChange();
  return (
    <Stack>
      <Title order={2} size="h3">
        {t("roster.who.identities")}
      </Title>
      {student.identities.length === 0 ? <Text>{t("roster.who.noIdentity")}</Text> : null}
      <div className="scroller" role="region" tabIndex={0} aria-label={t("roster.who.identities")}>
        <Table>
          <Table.Tbody>
            {student.identities.map((one) => (
              <Table.Tr key={one.id}>
                <Table.Th scope="row">{t(`roster.identity.${one.kind}`)}</Table.Th>
                <Table.Td style={{ overflowWrap: "anywhere" }}>{one.value}</Table.Td>
                <Table.Td>
                  <Moment at={one.since} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      {mayChange ? <Learn id={student.id} /> : null}
      <Title order={2} size="h3">
        {t("roster.who.groups")}
      </Title>
      <Groups student={student} />
      <Title order={2} size="h3">
        {t("roster.who.listing")}
      </Title>
      <StudentListing student={student} />
    </Stack>
  );
}

/** Teaches a name in Zoom or an e-mail address; earlier stays under it become the student's. */
function Learn({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const anew = useAnew(api.roster.key(), api.participation.key());
  const [kind, setKind] = useState<"zoom name" | "e-mail">("zoom name");
  const [value, setValue] = useState("");
  const undo = useMutation(api.participation.undoDecision.mutationOptions({ onSuccess: anew }));
  const learn = useMutation(
    api.roster.learnIdentity.mutationOptions({
      async onSuccess({ decisionId, stays }) {
        await anew();
        setValue("");
        notify(t("roster.who.learned", { count: stays }), async () => await undo.mutateAsync({ id: decisionId }));
      },
    }),
  );
  const refusal = useRefusal(learn.error, ["value"]);
  function submit(event: FormEvent) {
    event.preventDefault();
    learn.mutate({ id, kind, value });
  }
  return (
    <form onSubmit={submit}>
      {refusal.elsewhere}
      <Group align="flex-start">
        <NativeSelect
          label={t("roster.who.kind")}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value === "e-mail" ? "e-mail" : "zoom name")}
          data={[
            { value: "zoom name", label: t("roster.identity.zoom name") },
            { value: "e-mail", label: t("roster.identity.e-mail") },
          ]}
        />
        <TextInput
          label={t("roster.who.value")}
          required
          maxLength={200}
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
          error={refusal.at("value")}
        />
        <Button type="submit" mt={25} variant="default" loading={learn.isPending}>
          {t("roster.who.learn")}
        </Button>
      </Group>
    </form>
  );
}

function Groups({ student }: { readonly student: OneStudent }) {
  const { t } = useTranslation();
  const mayChange = useMayChange();
  const anew = useAnew(api.roster.key());
  const [groupId, setGroupId] = useState("");
  const groups = useQuery(api.roster.groups.queryOptions());
  const place = useMutation(api.roster.placeStudent.mutationOptions({ onSuccess: anew }));
  const inside = new Set(student.groups.filter((group) => group.leftAt === null).map((group) => group.id));
  const others = (groups.data ?? []).filter((group) => !inside.has(group.id));
  return (
    <Stack gap="xs" align="start">
      {student.groups.length === 0 ? <Text>{t("roster.students.noGroup")}</Text> : null}
      {student.groups.map((group) => (
        <Group key={group.id} gap="xs">
          <Text fw={600}>{group.title}</Text>
          <Text size="sm" c="dimmed">
            {group.leftAt === null ? (
              <>
                {t("roster.who.since")} <Moment at={group.since} />
              </>
            ) : (
              <>
                {t("roster.who.left")} <Moment at={group.leftAt} />
              </>
            )}
          </Text>
          {mayChange && group.leftAt === null ? (
            <Confirm
              label={t("roster.who.takeOut")}
              title={t("roster.who.takeOutTitle", { name: student.name, group: group.title })}
              touches={[student.name, group.title]}
              consequence={t("roster.who.takeOutMeans")}
              size="compact-sm"
              act={async () => {
                const where = { id: student.id, groupId: group.id };
                await place.mutateAsync({ ...where, inside: false });
                notify(
                  t("roster.who.takenOut", { name: student.name, group: group.title }),
                  async () => await place.mutateAsync({ ...where, inside: true }),
                );
              }}
            />
          ) : null}
        </Group>
      ))}
      {place.isError ? <Failed error={place.error} /> : null}
      {mayChange && others.length > 0 ? (
        <Group align="flex-end">
          <NativeSelect
            label={t("roster.who.join")}
            value={groupId}
            onChange={(event) => setGroupId(event.currentTarget.value)}
            data={[
              { value: "", label: t("roster.who.choose") },
              ...others.map((group) => ({ value: group.id, label: group.title })),
            ]}
          />
          <Button
            variant="default"
            disabled={groupId === ""}
            loading={place.isPending}
            onClick={() => place.mutate({ id: student.id, groupId, inside: true }, { onSuccess: () => setGroupId("") })}
          >
            {t("roster.who.put")}
          </Button>
        </Group>
      ) : null}
    </Stack>
  );
}
