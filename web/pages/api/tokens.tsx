import { Button, Code, Group, MultiSelect, NumberInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { scopes, type Scope } from "../../../src/features/accounts/contract.ts";
import { api } from "../../api.ts";
import { Asked } from "../../components/asked.tsx";
import { Confirm } from "../../components/confirm.tsx";
import { Moment } from "../../components/moment.tsx";
import { useRefusal } from "../../components/refusal.tsx";
import { ShownOnce } from "../../components/shown-once.tsx";
import { Table, type Column } from "../../components/table.tsx";
import { Window } from "../../components/window.tsx";

type Token = Awaited<ReturnType<(typeof api)["tokens"]["list"]["call"]>>[number];

/** The tokens in force: made, seen once, revoked. */
export function Tokens() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const list = useQuery(api.tokens.list.queryOptions());
  const again = async () => await queries.invalidateQueries({ queryKey: api.tokens.list.key() });
  const { mutateAsync: revoke } = useMutation(api.tokens.revoke.mutationOptions({ onSuccess: again }));
  const [isMaking, setIsMaking] = useState(false);
  const scopeWords = useScopeWords();
  const columns = useMemo(
    (): readonly Column<Token>[] => [
      { id: "name", head: t("api.tokens.name"), cell: (token) => token.name, sortBy: (token) => token.name },
      { id: "start", head: t("api.tokens.start"), cell: (token) => <Code>{token.start}…</Code> },
      { id: "scopes", head: t("api.tokens.scopes"), cell: (token) => token.scopes.map(scopeWords).join(", ") },
      { id: "account", head: t("api.tokens.account"), cell: (token) => token.account },
      {
        id: "used",
        head: t("api.tokens.used"),
        cell: (token) => (token.lastUsedAt === null ? t("api.tokens.never") : <Moment at={token.lastUsedAt} />),
        sortBy: (token) => token.lastUsedAt ?? "",
      },
      {
        id: "expires",
        head: t("api.tokens.expires"),
        cell: (token) =>
          token.hasExpired ? (
            t("api.tokens.expired")
          ) : token.expiresAt === null ? (
            t("api.tokens.noEnd")
          ) : (
            <Moment at={token.expiresAt} />
          ),
      },
      {
        id: "revoke",
        head: t("api.tokens.revoke"),
        cell: (token) => (
          <Confirm
            label={t("api.tokens.revoke")}
            title={t("api.tokens.revokeAsk")}
            touches={[token.name]}
            consequence={t("api.tokens.revokeThen")}
            act={async () => await revoke({ id: token.id })}
          />
        ),
      },
    ],
    [t, revoke, scopeWords],
  );
  return (
    <div>
      <Title order={2} size="h4">
        {t("api.tokens.title")}
      </Title>
      <Stack gap="sm">
        <Text size="sm">{t("api.tokens.intro")}</Text>
        <Group>
          <Button size="compact-sm" onClick={() => setIsMaking(true)}>
            {t("api.tokens.make")}
          </Button>
        </Group>
        <Asked query={list}>
          {(tokens) => (
            <Table
              name="tokens"
              label={t("api.tokens.title")}
              rows={tokens}
              columns={columns}
              rowId={(token) => token.id}
              empty={t("api.tokens.none")}
            />
          )}
        </Asked>
      </Stack>
      <Window isOpen={isMaking} close={() => setIsMaking(false)} title={t("api.tokens.make")}>
        <MakeToken made={again} close={() => setIsMaking(false)} />
      </Window>
    </div>
  );
}

function MakeToken({ made, close }: { readonly made: () => Promise<void>; readonly close: () => void }) {
  const { t } = useTranslation();
  const make = useMutation(api.tokens.make.mutationOptions({ onSuccess: made }));
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<readonly Scope[]>([]);
  const [days, setDays] = useState<number | string>("");
  const refusal = useRefusal(make.error, ["name", "scopes", "days"]);
  if (make.data !== undefined) {
    const words = { copy: t("api.tokens.copy"), copied: t("api.tokens.copied"), done: t("api.tokens.close") };
    return <ShownOnce text={make.data.token} warning={t("api.tokens.made")} words={words} close={close} />;
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    make.mutate({ name, scopes: [...chosen], ...(typeof days === "number" ? { days } : {}) });
  }
  return (
    <Stack component="form" onSubmit={submit}>
      {refusal.elsewhere}
      <TextInput
        label={t("api.tokens.name")}
        description={t("api.tokens.nameHint")}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={refusal.at("name")}
        required
      />
      <ScopeSelect value={chosen} set={setChosen} error={refusal.at("scopes")} />
      <NumberInput
        label={t("api.tokens.days")}
        value={days}
        onChange={setDays}
        error={refusal.at("days")}
        min={1}
        max={3_650}
        hideControls
      />
      <Group>
        <Button type="submit" loading={make.isPending}>
          {t("api.tokens.make")}
        </Button>
      </Group>
    </Stack>
  );
}

function ScopeSelect({
  value,
  set,
  error,
}: {
  readonly value: readonly Scope[];
  readonly set: (scopes: readonly Scope[]) => void;
  readonly error: string | undefined;
}) {
  const { t } = useTranslation();
  const scopeWords = useScopeWords();
  return (
    <MultiSelect
      label={t("api.tokens.scopes")}
      data={scopes.map((scope) => ({ value: scope, label: scopeWords(scope) }))}
      value={[...value]}
      onChange={set}
      error={error}
      withAsterisk
      searchable
    />
  );
}

/** A right of a token as people read it. */
function useScopeWords(): (scope: string) => string {
  const { t } = useTranslation();
  return useMemo(
    () => (scope) => {
      const [area, verb] = scope.split(":") as ["school", "read" | "change"];
      return t("frame.app.pair", { what: t(`api.areas.${area}`), is: t(`api.verbs.${verb}`) });
    },
    [t],
  );
}
