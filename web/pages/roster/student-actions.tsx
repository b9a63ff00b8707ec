import { Button, Checkbox, Group, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Failed } from "../../components/asked.tsx";
import { Confirm } from "../../components/confirm.tsx";
import { FormEnd } from "../../components/form-end.tsx";
import { notify } from "../../components/notices.tsx";
import { useRefusal } from "../../components/refusal.tsx";
import { StaleEdit } from "../../components/stale-edit.tsx";
import { useAnew } from "../../components/use-anew.ts";
import { Window } from "../../components/window.tsx";
import { OtherStudent } from "../participation/other-student.tsx";
import type { OneStudent } from "./group-row.ts";

/** What can be done with a student as a whole. */
export function StudentActions({ student }: { readonly student: OneStudent }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const anew = useAnew(api.roster.key(), api.participation.key(), api.rankings.key());
  const queries = useQueryClient();
  const [open, setOpen] = useState<"rename" | "merge" | "split">();
  const [other, setOther] = useState<{ readonly id: string; readonly name: string }>();
  const [failure, setFailure] = useState<unknown>();
  const undo = useMutation(api.participation.undoDecision.mutationOptions({ onSuccess: anew }));
  const merge = useMutation(api.roster.mergeStudents.mutationOptions());
  const erase = useMutation(api.roster.eraseStudent.mutationOptions());

  async function mergeInto(into: { readonly id: string; readonly name: string }) {
    const { decisionId } = await merge.mutateAsync({ id: student.id, into: into.id });
    await navigate({ to: "/students/$id", params: { id: into.id } });
    await anew();
    notify(t("roster.act.merged", { name: student.name, other: into.name }), async () => {
      await undo.mutateAsync({ id: decisionId });
      await navigate({ to: "/students/$id", params: { id: student.id } });
    });
  }
  async function save() {
    setFailure(undefined);
    try {
      const { document: held } = await queries.fetchQuery(
        api.roster.exportStudent.queryOptions({ input: { id: student.id }, staleTime: 0 }),
      );
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([held], { type: "application/json" }));
      link.download = `${student.name}.json`;
      link.click();
      URL.revokeObjectURL(link.href);
    } catch (error) {
      setFailure(error);
    }
  }

  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Button variant="default" size="compact-sm" onClick={() => setOpen("rename")}>
          {t("roster.act.rename")}
        </Button>
        <Button variant="default" size="compact-sm" onClick={() => setOpen("merge")}>
          {t("roster.act.merge")}
        </Button>
        {student.identities.length > 0 ? (
          <Button variant="default" size="compact-sm" onClick={() => setOpen("split")}>
            {t("roster.act.split")}
          </Button>
        ) : null}
        <Button variant="default" size="compact-sm" onClick={() => void save()}>
          {t("roster.act.export")}
        </Button>
        <Confirm
          label={t("roster.act.erase")}
          title={t("roster.act.eraseTitle", { name: student.name })}
          touches={[student.name, ...student.groups.map((group) => group.title)]}
          consequence={t("roster.act.eraseMeans")}
          act={async () => {
            await erase.mutateAsync({ id: student.id });
            await navigate({ to: "/students" });
            await anew();
            notify(t("roster.act.erased"));
          }}
        />
      </Group>
      {failure === undefined ? null : <Failed error={failure} />}
      {open === "rename" ? <Rename student={student} close={() => setOpen(undefined)} /> : null}
      {open === "split" ? <Split student={student} close={() => setOpen(undefined)} /> : null}
      {open === "merge" && other === undefined ? (
        <OtherStudent
          except={student.id}
          title={t("roster.act.mergeWith", { name: student.name })}
          close={() => setOpen(undefined)}
          choose={(id, name) => setOther({ id, name })}
        />
      ) : null}
      {open === "merge" && other !== undefined ? (
        <Window isOpen close={() => setOther(undefined)} title={t("roster.act.mergeWith", { name: student.name })}>
          <Stack>
            <Text>{t("roster.act.mergeMeans", { name: student.name, other: other.name })}</Text>
            {merge.isError ? <Failed error={merge.error} /> : null}
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setOther(undefined)}>
                {t("frame.confirm.no")}
              </Button>
              <Button loading={merge.isPending} onClick={() => void mergeInto(other).catch(() => undefined)}>
                {t("roster.act.merge")}
              </Button>
            </Group>
          </Stack>
        </Window>
      ) : null}
    </Stack>
  );
}

function Rename({ student, close }: { readonly student: OneStudent; readonly close: () => void }) {
  const { t } = useTranslation();
  const anew = useAnew(api.roster.key(), api.rankings.key(), api.participation.key());
  const [name, setName] = useState(student.name);
  const rename = useMutation(
    api.roster.renameStudent.mutationOptions({
      async onSuccess() {
        await anew();
        close();
      },
    }),
  );
  const refusal = useRefusal(rename.error, ["name"]);
  const save = (version: string) => rename.mutate({ id: student.id, name, version });
  function submit(event: FormEvent) {
    event.preventDefault();
    save(student.version);
  }
  return (
    <Window isOpen close={close} title={t("roster.act.rename")}>
      <form onSubmit={submit}>
        <Stack>
          <StaleEdit
            error={rename.error}
            mine={{ name }}
            labels={{ name: t("roster.new.name") }}
            keepMine={save}
            takeTheirs={() => void anew().then(close)}
          />
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
          <FormEnd label={t("roster.form.save")} isPending={rename.isPending} close={close} />
        </Stack>
      </form>
    </Window>
  );
}

/** Says that two people stand under one name. */
function Split({ student, close }: { readonly student: OneStudent; readonly close: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const anew = useAnew(api.roster.key(), api.participation.key(), api.rankings.key());
  const movable = student.identities.filter((one) => one.kind === "zoom name" || one.kind === "e-mail");
  const [name, setName] = useState("");
  const [values, setValues] = useState<string[]>([]);
  const [more, setMore] = useState("");
  const undo = useMutation(api.participation.undoDecision.mutationOptions({ onSuccess: anew }));
  const split = useMutation(
    api.roster.splitStudent.mutationOptions({
      async onSuccess({ decisionId, studentId }) {
        await anew();
        close();
        notify(t("roster.act.parted", { name }), async () => {
          await undo.mutateAsync({ id: decisionId });
          await navigate({ to: "/students/$id", params: { id: student.id } });
        });
        if (studentId !== null) await navigate({ to: "/students/$id", params: { id: studentId } });
      },
    }),
  );
  const refusal = useRefusal(split.error, ["name", "values"]);
  function submit(event: FormEvent) {
    event.preventDefault();
    const written = more.trim();
    split.mutate({ id: student.id, name, values: written === "" ? values : [...values, written] });
  }
  return (
    <Window isOpen close={close} title={t("roster.act.splitTitle", { name: student.name })}>
      <form onSubmit={submit}>
        <Stack>
          <Text>{t("roster.act.splitMeans")}</Text>
          {refusal.elsewhere}
          <TextInput
            label={t("roster.act.otherName")}
            required
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={refusal.at("name")}
            data-autofocus
          />
          {movable.length === 0 ? null : (
            <Checkbox.Group label={t("roster.act.theirs")} value={values} onChange={setValues}>
              <Stack gap="xs" mt="xs">
                {movable.map((one) => (
                  <Checkbox
                    key={one.id}
                    value={one.value}
                    label={t("frame.app.pair", { what: t(`roster.identity.${one.kind}`), is: one.value })}
                  />
                ))}
              </Stack>
            </Checkbox.Group>
          )}
          <TextInput
            label={t("roster.act.moreNames")}
            description={t("roster.act.moreNamesHint")}
            maxLength={200}
            value={more}
            onChange={(event) => setMore(event.currentTarget.value)}
            error={refusal.at("values")}
          />
          <FormEnd label={t("roster.act.split")} isPending={split.isPending} close={close} />
        </Stack>
      </form>
    </Window>
  );
}
