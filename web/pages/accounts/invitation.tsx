import { Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Failed } from "../../components/asked.tsx";
import { Door } from "../../components/door.tsx";
import { signIn } from "../../logins.ts";

/**
 * Making an account from a link. The code stands after `#`, so that no server and no log ever sees the address that
 * holds it; `first` before it asks for the e-mail address too.
 */
export function Invitation() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [, isFirst, code] = /^#(first-)?([\w-]{10,})$/.exec(location.hash) ?? [];
  const accept = useMutation(
    api.accounts.accept.mutationOptions({
      async onSuccess({ email }, { password }) {
        await signIn(email, password);
        await queries.resetQueries();
        await navigate({ to: isFirst === undefined ? "/" : "/start" });
      },
    }),
  );

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (code === undefined) return;
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name));
    accept.mutate({
      code,
      name: text("name"),
      password: text("password"),
      ...(isFirst === undefined ? {} : { email: text("email") }),
    });
  }

  if (code === undefined) {
    return (
      <Door title={t("accounts.accept.title")}>
        <Text>{t("accounts.accept.noCode")}</Text>
      </Door>
    );
  }
  return (
    <Door title={t("accounts.accept.title")}>
      <form onSubmit={submit}>
        <Stack>
          <Text>{t("accounts.accept.intro")}</Text>
          {accept.isError ? <Failed error={accept.error} /> : null}
          <TextInput name="name" autoComplete="name" required maxLength={100} label={t("accounts.accept.name")} />
          {isFirst === undefined ? null : (
            <TextInput name="email" type="email" autoComplete="username" required label={t("accounts.accept.email")} />
          )}
          <PasswordInput
            name="password"
            autoComplete="new-password"
            required
            minLength={10}
            maxLength={200}
            label={t("accounts.accept.password")}
            description={t("accounts.accept.passwordHint")}
          />
          <Button type="submit" loading={accept.isPending}>
            {t("accounts.accept.submit")}
          </Button>
        </Stack>
      </form>
    </Door>
  );
}
