import { Button, Code, Group, List, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { encode } from "uqr";

import { api } from "../../api.ts";
import { notify } from "../../components/notices.tsx";
import { beginTwoFactor, endTwoFactor, giveCode, type Refused } from "../../logins.ts";
import { useTrouble } from "./use-trouble.ts";

/** The second step of signing in: begun with the password and a first code, ended with the password. */
export function TwoFactor({ isOn }: { readonly isOn: boolean }) {
  const { t } = useTranslation();
  const wordsOf = useTrouble();
  const queries = useQueryClient();
  const [begun, setBegun] = useState<{ readonly totpURI: string; readonly backupCodes: readonly string[] }>();
  const [trouble, setTrouble] = useState<Refused>();
  const [isAsking, setIsAsking] = useState(false);

  async function change(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get("password"));
    setIsAsking(true);
    const answer = isOn ? await endTwoFactor(password) : await beginTwoFactor(password);
    setIsAsking(false);
    setTrouble(answer.ok ? undefined : answer.why);
    if (!answer.ok) return;
    if (isOn) await done(t("accounts.mine.ended"));
    else setBegun(answer.value as typeof begun);
  }

  async function done(words: string) {
    setBegun(undefined);
    notify(words);
    await queries.invalidateQueries({ queryKey: api.accounts.key() });
  }

  return (
    <section aria-labelledby="two-factor">
      <Title order={2} size="h4" id="two-factor">
        {t("accounts.mine.twoFactor")}
      </Title>
      <Text mb="xs">{t(isOn ? "accounts.mine.twoFactorOn" : "accounts.mine.twoFactorOff")}</Text>
      {begun === undefined ? (
        <form onSubmit={(event) => void change(event)}>
          <Stack maw={420}>
            <PasswordInput
              name="password"
              autoComplete="current-password"
              required
              label={t("accounts.mine.password")}
              error={trouble === undefined ? undefined : wordsOf(trouble, "accounts.mine.wrongPassword")}
            />
            <Group>
              <Button type="submit" loading={isAsking}>
                {t(isOn ? "accounts.mine.end" : "accounts.mine.begin")}
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <Confirming {...begun} done={async () => await done(t("accounts.mine.begun"))} />
      )}
    </section>
  );
}

/** What the telephone reads, the spare codes, and the first code that proves that it works. */
function Confirming({
  totpURI,
  backupCodes,
  done,
}: {
  readonly totpURI: string;
  readonly backupCodes: readonly string[];
  readonly done: () => Promise<void>;
}) {
  const { t } = useTranslation();
  const wordsOf = useTrouble();
  const [trouble, setTrouble] = useState<Refused>();
  const [isAsking, setIsAsking] = useState(false);
  async function confirm(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get("code"));
    setIsAsking(true);
    const answer = await giveCode(code, "telephone");
    setIsAsking(false);
    if (answer === "in") await done();
    else setTrouble(answer === "second step" ? "refused" : answer);
  }
  return (
    <form onSubmit={(event) => void confirm(event)}>
      <Stack maw={420}>
        <Text>{t("accounts.mine.scan")}</Text>
        <Square text={totpURI} label={t("accounts.mine.scanAlt")} />
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          {t("accounts.mine.orType")} <Code>{new URL(totpURI).searchParams.get("secret")}</Code>
        </Text>
        <Text fw={600}>{t("accounts.mine.spare")}</Text>
        <List listStyleType="none" pl={0}>
          {backupCodes.map((code) => (
            <List.Item key={code}>
              <Code>{code}</Code>
            </List.Item>
          ))}
        </List>
        <TextInput
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          label={t("accounts.mine.code")}
          error={trouble === undefined ? undefined : wordsOf(trouble, "accounts.mine.codeRefused")}
        />
        <Group>
          <Button type="submit" loading={isAsking}>
            {t("accounts.mine.confirm")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** A QR code, dark on light whatever the page's colours, since telephones read no other. */
function Square({ text, label }: { readonly text: string; readonly label: string }) {
  const { data, size } = encode(text, { border: 2 });
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  return (
    <svg role="img" aria-label={label} width={200} height={200} viewBox={`0 0 ${size} ${size}`}>
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
