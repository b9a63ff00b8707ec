import { Alert, Anchor, Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { Door } from "../../components/door.tsx";
import { giveCode, signIn, type Refused, type SignIn } from "../../logins.ts";
import { useTrouble } from "./use-trouble.ts";

/** Signing in: address and password, then the code where the account has a second factor. */
export function Login() {
  const { t } = useTranslation();
  const wordsOf = useTrouble();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [step, setStep] = useState<"first" | "second">("first");
  const [kind, setKind] = useState<"telephone" | "spare">("telephone");
  const [trouble, setTrouble] = useState<Refused>();
  const [isAsking, setIsAsking] = useState(false);

  async function go(asked: Promise<SignIn>) {
    setIsAsking(true);
    const answer = await asked;
    setIsAsking(false);
    if (answer === "in") {
      await queries.resetQueries();
      await navigate({ to: "/" });
      return;
    }
    setTrouble(answer === "second step" ? undefined : answer);
    if (answer === "second step") setStep("second");
  }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name));
    void go(step === "first" ? signIn(text("email"), text("password")) : giveCode(text("code"), kind));
  }

  return (
    <Door title={t("accounts.login.title")}>
      <form onSubmit={submit}>
        <Stack>
          {trouble === undefined ? null : (
            <Alert color="red" role="alert">
              {wordsOf(trouble, step === "first" ? "accounts.login.refused" : "accounts.login.codeRefused")}
            </Alert>
          )}
          {step === "first" ? (
            <>
              <TextInput name="email" type="email" autoComplete="username" required label={t("accounts.login.email")} />
              <PasswordInput
                name="password"
                autoComplete="current-password"
                required
                label={t("accounts.login.password")}
              />
            </>
          ) : (
            <>
              <Text size="sm">{t(`accounts.login.${kind}`)}</Text>
              <TextInput
                key={kind}
                name="code"
                autoComplete="one-time-code"
                inputMode={kind === "telephone" ? "numeric" : "text"}
                required
                autoFocus
                label={t("accounts.login.code")}
              />
              <Anchor
                component="button"
                type="button"
                size="sm"
                ta="start"
                onClick={() => setKind(kind === "telephone" ? "spare" : "telephone")}
              >
                {t(kind === "telephone" ? "accounts.login.toSpare" : "accounts.login.toTelephone")}
              </Anchor>
            </>
          )}
          <Button type="submit" loading={isAsking}>
            {t("accounts.login.submit")}
          </Button>
        </Stack>
      </form>
    </Door>
  );
}
