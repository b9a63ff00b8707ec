import { Code, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { useAddress } from "../../components/address.ts";
import { plain } from "../../components/plain.ts";

/** The parts of an OpenAPI document that the page shows. */
interface Operation {
  readonly tags?: readonly string[];
  readonly parameters?: readonly object[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: unknown }>> };
  readonly responses?: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: unknown }>> }>
  >;
  readonly "x-roles"?: "public" | readonly string[];
  readonly "x-scope"?: string;
}

interface Listed {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** Everything under `/api`, area by area, as the OpenAPI document says it. */
export function Operations({ document }: { readonly document: Readonly<Record<string, unknown>> }) {
  const { t } = useTranslation();
  const [address, change] = useAddress();
  const words = plain(address["q"] ?? "");
  const all = listed(document).filter(({ path, operation }) =>
    plain(`${path} ${operation.tags?.join(" ") ?? ""}`).includes(words),
  );
  const byArea = Map.groupBy(all, ({ operation }) => operation.tags?.[0] ?? "");
  return (
    <section aria-labelledby="operations">
      <Title order={2} size="h4" id="operations">
        {t("api.page.operations")}
      </Title>
      <Stack gap="xs">
        <TextInput
          type="search"
          maw={320}
          aria-label={t("api.page.search")}
          placeholder={t("api.page.search")}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={address["q"] ?? ""}
          onChange={(event) => change({ q: event.currentTarget.value })}
        />
        {all.length === 0 ? <Text>{t("api.page.none")}</Text> : null}
        {[...byArea].map(([area, operations]) => (
          <div key={area}>
            <Title order={3} size="h5">
              {area}
            </Title>
            {operations.map((one) => (
              <One key={`${one.method} ${one.path}`} {...one} />
            ))}
          </div>
        ))}
      </Stack>
    </section>
  );
}

function listed({ paths = {} }: { readonly paths?: unknown }): readonly Listed[] {
  return Object.entries(paths as Readonly<Record<string, Readonly<Record<string, Operation>>>>).flatMap(
    ([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
}

function One({ method, path, operation }: Listed) {
  const { t } = useTranslation();
  const { parameters, requestBody, responses } = operation;
  const roles = operation["x-roles"];
  const scope = operation["x-scope"];
  return (
    <details>
      <summary>
        <Text span ff="monospace" size="sm">
          <strong>{method}</strong> {path}
        </Text>
      </summary>
      <Stack gap="xs" py="xs" pl="md">
        <Group gap="md">
          <Text size="sm">
            {roles === "public" ? t("api.page.everybody") : t("api.page.roles", { roles: (roles ?? []).join(", ") })}
          </Text>
          {roles === "public" ? null : (
            <Text size="sm">{scope === undefined ? t("api.page.noScope") : t("api.page.scope", { scope })}</Text>
          )}
        </Group>
        <Shape title={t("api.page.query")} shape={parameters} />
        <Shape title={t("api.page.input")} shape={schemaOf(requestBody?.content)} />
        <Shape title={t("api.page.output")} shape={schemaOf(responses?.["200"]?.content)} />
      </Stack>
    </details>
  );
}

function schemaOf(content: Readonly<Record<string, { readonly schema?: unknown }>> | undefined): unknown {
  return Object.values(content ?? {})[0]?.schema;
}

/** A JSON schema as it stands in the document: whoever writes a program reads those. */
function Shape({ title, shape }: { readonly title: string; readonly shape: unknown }) {
  if (shape === undefined) return null;
  return (
    <div>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <Code block tabIndex={0}>
        {JSON.stringify(shape, undefined, 2)}
      </Code>
    </div>
  );
}
