import { Anchor, Code, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Asked } from "../../components/asked.tsx";
import { owners } from "../../navigation-entry.ts";
import { Operations } from "./operations.tsx";
import { Tokens } from "./tokens.tsx";

/** What programs can call, and with which tokens. */
export function Developers() {
  const { t } = useTranslation();
  const me = useQuery(api.accounts.me.queryOptions());
  const document = useQuery(api.tokens.document.queryOptions({ staleTime: Infinity }));
  const isOwner = me.data !== undefined && owners.includes(me.data.role);
  return (
    <Stack>
      <Title order={1}>{t("api.page.title")}</Title>
      <Text>{t("api.page.intro")}</Text>
      {isOwner ? <Tokens /> : null}
      <section aria-labelledby="how">
        <Title order={2} size="h4" id="how">
          {t("api.page.how")}
        </Title>
        <Stack gap="xs">
          <Code
            block
            tabIndex={0}
          >{`curl -H "Authorization: Bearer carillon_…" ${globalThis.location.origin}/api/scenarios`}</Code>
          <Anchor href="/api/openapi.json" target="_blank">
            {t("api.page.document")}
          </Anchor>
          <Text size="sm">{t("api.page.metrics")}</Text>
        </Stack>
      </section>
      <Asked query={document}>{(read) => <Operations document={read} />}</Asked>
    </Stack>
  );
}
