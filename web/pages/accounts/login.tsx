import { Alert, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { signIn, type SignIn } from "../../api.ts";
import { Door } from "../../components/door.tsx";

const words = {
  refused: "accounts.login.refused",
  "too many": "accounts.login.tooMany",
  offline: "frame.error.offline",
} as const;

/** Signing in. */
export function Login() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [outcome, setOutcome] = useState<Exclude<SignIn, "in">>();
  const [isAsking, setIsAsking] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setIsAsking(true);
    const answer = await signIn(String(form.get("email")), String(form.get("password")));
    setIsAsking(false);
    if (answer !== "in") {
      setOutcome(answer);
      return;
    }
    await queries.resetQueries();
    await navigate({ to: "/" });
  }

  return (
    <Door title={t("accounts.login.title")}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          {outcome === undefined ? null : (
            <Alert color="red" role="alert">
              {t(words[outcome])}
            </Alert>
          )}
          <TextInput name="email" type="email" autoComplete="username" required label={t("accounts.login.email")} />
          <PasswordInput
            name="password"
            autoComplete="current-password"
            required
            label={t("accounts.login.password")}
          />
          <Button type="submit" loading={isAsking}>
            {t("accounts.login.submit")}
          </Button>
        </Stack>
      </form>
    </Door>
  );
}
