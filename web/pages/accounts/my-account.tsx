import { Alert, Button, Group, PasswordInput, Stack, Table, Text, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Asked } from "../../components/asked.tsx";
import { Moment } from "../../components/moment.tsx";
import { notify } from "../../components/notices.tsx";
import { changePassword, endLogin, listLogins, type Refused } from "../../logins.ts";
import { TwoFactor } from "./two-factor.tsx";
import { useTrouble } from "./use-trouble.ts";

/** One's own login: second step, password, devices. */
export function MyAccount() {
  const { t } = useTranslation();
  const me = useQuery(api.accounts.me.queryOptions());
  return (
    <Stack gap="xl">
      <div>
        <Title order={1}>{t("accounts.mine.title")}</Title>
        <Asked query={me}>
          {(account) => (
            <Text>
              {account.name}, {account.email}. {t(`accounts.roles.${account.role}`)}.
            </Text>
          )}
        </Asked>
      </div>
      <Asked query={me}>{(account) => <TwoFactor isOn={account.twoFactor} />}</Asked>
      <Password />
      <Logins />
    </Stack>
  );
}

function Password() {
  const { t } = useTranslation();
  const wordsOf = useTrouble();
  const [why, setWhy] = useState<Refused>();
  const [isAsking, setIsAsking] = useState(false);
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const fields = new FormData(form);
    setIsAsking(true);
    const changed = await changePassword(String(fields.get("current")), String(fields.get("new")));
    setIsAsking(false);
    setWhy(changed.ok ? undefined : changed.why);
    if (!changed.ok) return;
    form.reset();
    notify(t("accounts.mine.passwordChanged"));
  }
  return (
    <section aria-labelledby="password">
      <Title order={2} size="h4" id="password">
        {t("accounts.mine.changePassword")}
      </Title>
      <form onSubmit={(event) => void submit(event)}>
        <Stack maw={420}>
          <PasswordInput
            name="current"
            autoComplete="current-password"
            required
            label={t("accounts.mine.password")}
            error={why === undefined ? undefined : wordsOf(why, "accounts.mine.wrongPassword")}
          />
          <PasswordInput
            name="new"
            autoComplete="new-password"
            required
            minLength={10}
            maxLength={200}
            label={t("accounts.mine.newPassword")}
            description={t("accounts.accept.passwordHint")}
          />
          <Group>
            <Button type="submit" loading={isAsking}>
              {t("accounts.mine.changePassword")}
            </Button>
          </Group>
        </Stack>
      </form>
    </section>
  );
}

/** Where this account is signed in; each can be ended. */
function Logins() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const logins = useQuery({ queryKey: ["logins"], queryFn: listLogins });
  const [isRefused, setIsRefused] = useState(false);
  async function end(id: string) {
    const ended = await endLogin(id);
    setIsRefused(!ended.ok);
    if (ended.ok) notify(t("accounts.mine.loginEnded"));
    await queries.invalidateQueries({ queryKey: ["logins"] });
  }
  return (
    <section aria-labelledby="logins">
      <Title order={2} size="h4" id="logins">
        {t("accounts.mine.logins")}
      </Title>
      {isRefused ? (
        <Alert color="red" role="alert">
          {t("frame.error.offline")}
        </Alert>
      ) : null}
      <Asked query={logins}>
        {(all) => (
          <Table.ScrollContainer minWidth={480} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("accounts.mine.device")}</Table.Th>
                  <Table.Th>{t("accounts.mine.address")}</Table.Th>
                  <Table.Th>{t("accounts.mine.since")}</Table.Th>
                  <Table.Th>{t("accounts.mine.endLogin")}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {all.map(({ id, createdAt, ipAddress, userAgent, isHere }) => (
                  <Table.Tr key={id}>
                    <Table.Td>{deviceOf(userAgent ?? "") ?? t("accounts.mine.unknown")}</Table.Td>
                    <Table.Td>{ipAddress ?? ""}</Table.Td>
                    <Table.Td>
                      <Moment at={createdAt} />
                    </Table.Td>
                    <Table.Td>
                      {isHere ? (
                        t("accounts.mine.here")
                      ) : (
                        <Button size="compact-sm" variant="default" onClick={() => void end(id)}>
                          {t("accounts.mine.endLogin")}
                        </Button>
                      )}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Asked>
    </section>
  );
}

/** Browser and system, as far as a browser says them. */
function deviceOf(userAgent: string): string | undefined {
  const [browser] = /Firefox|Edg|Chrome|Safari/.exec(userAgent) ?? [];
  const [system] = /Android|iPhone|iPad|Windows|Mac OS|Linux/.exec(userAgent) ?? [];
  const words = [browser === "Edg" ? "Edge" : browser, system].filter((word) => word !== undefined);
  return words.length === 0 ? undefined : words.join(", ");
}
