import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useDeferredValue, useMemo } from "react";
import { useTranslation } from "react-i18next";

import { useAddress } from "./address.ts";
import { plain } from "./plain.ts";
import type { TableProps } from "./table-props.ts";
import { Rows } from "./table-rows.tsx";

export type { Column } from "./table-props.ts";

/**
 * A table of any length: only the rows in sight are in the document. Search and order are kept in the address.
 */
export function Table<Row extends object>(props: TableProps<Row>) {
  const { t } = useTranslation();
  const [address, change] = useAddress();
  const prefix = props.name === undefined ? "" : `${props.name}-`;
  const words = address[`${prefix}q`] ?? "";
  const wanted = plain(useDeferredValue(words));
  const { rows, search, some } = props;
  const found = useMemo(
    () => (wanted === "" || search === undefined ? rows : rows.filter((row) => plain(search(row)).includes(wanted))),
    [rows, search, wanted],
  );
  if (rows.length === 0 && (some === undefined || words === "")) {
    return (
      <Stack>
        {props.filters === undefined ? null : <Group>{props.filters}</Group>}
        {typeof props.empty === "string" ? <Text>{props.empty}</Text> : props.empty}
      </Stack>
    );
  }
  return (
    <Stack gap="sm">
      <Group>
        {search === undefined && some === undefined ? null : (
          <TextInput
            type="search"
            aria-label={t("frame.table.search")}
            placeholder={t("frame.table.search")}
            leftSection={<IconSearch size={16} aria-hidden />}
            value={words}
            onChange={(event) => change({ [`${prefix}q`]: event.currentTarget.value })}
          />
        )}
        {props.filters}
        <Text size="sm" c="dimmed" role="status">
          {t("frame.table.count", { count: some?.count ?? found.length })}
        </Text>
      </Group>
      {found.length === 0 && some?.isFetching === true ? (
        <Text>{t("frame.app.loading")}</Text>
      ) : found.length === 0 ? (
        <Group>
          <Text>{t("frame.table.none")}</Text>
          <Button variant="default" size="compact-sm" onClick={() => change({ [`${prefix}q`]: undefined })}>
            {t("frame.table.clear")}
          </Button>
        </Group>
      ) : (
        <Rows
          {...props}
          rows={found}
          sort={address[`${prefix}sort`]}
          onSort={(sort) => change({ [`${prefix}sort`]: sort })}
        />
      )}
    </Stack>
  );
}
