import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { useRefusal } from "../../components/refusal.tsx";
import { useAnew } from "../../components/use-anew.ts";
import { Window } from "../../components/window.tsx";

/** Begins a scenario of the school's own, and opens it. */
export function NewScenario() {
  const { t } = useTranslation();
  const anew = useAnew(api.scenarios.key());
  const navigate = useNavigate();
  const [isOpen, setIsOpen] = useState(false);
  const [name, setName] = useState("");
  const [title, setTitle] = useState("");
  const save = useMutation(
    api.scenarios.save.mutationOptions({
      async onSuccess() {
        await anew();
        await navigate({ to: "/scenarios/$name", params: { name } });
      },
    }),
  );
  const refusal = useRefusal(save.error, [name]);
  function submit(event: FormEvent) {
    event.preventDefault();
    const code = `def run_scenario():\n    return True, ${JSON.stringify(t("scenarios.fresh.says"))}\n`;
    save.mutate({ name, code, mustBeNew: true, ...(title.trim() === "" ? {} : { title }) });
  }
  return (
    <Group>
      <Button onClick={() => setIsOpen(true)}>{t("scenarios.fresh.button")}</Button>
      <Window isOpen={isOpen} close={() => setIsOpen(false)} title={t("scenarios.fresh.button")}>
        <form onSubmit={submit}>
          <Stack>
            {refusal.elsewhere}
            <TextInput
              label={t("scenarios.fresh.name")}
              description={t("scenarios.fresh.nameHint")}
              required
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              error={refusal.at(name)}
            />
            <TextInput
              label={t("scenarios.fresh.title")}
              value={title}
              onChange={(event) => setTitle(event.currentTarget.value)}
            />
            <Group justify="flex-end">
              <Button type="submit" loading={save.isPending}>
                {t("scenarios.fresh.create")}
              </Button>
            </Group>
          </Stack>
        </form>
      </Window>
    </Group>
  );
}
