import { Button, Group, Stack, Table, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { reasonOf } from "../api.ts";
import { Call } from "./call.tsx";

/**
 * What to do when somebody else changed the same thing first: the difference, field by field, and the two ways on.
 * Nothing stands there for any other error.
 */
export function StaleEdit({
  error,
  mine,
  labels,
  keepMine,
  takeTheirs,
  difference,
}: {
  /** The mutation's error. */
  readonly error: unknown;
  /** What the person wrote, by field. */
  readonly mine: Readonly<Record<string, unknown>>;
  /** What each field is called. */
  readonly labels: Readonly<Record<string, string>>;
  /** Sends the change again, over the version that is there now. */
  readonly keepMine: (version: string) => void;
  /** Puts what is saved into the form, with its version. */
  readonly takeTheirs: (saved: Readonly<Record<string, unknown>>, version: string) => void;
  /** The difference to what is saved, where fields side by side would not show it. */
  readonly difference?: (saved: Readonly<Record<string, unknown>>) => ReactNode;
}) {
  const { t } = useTranslation();
  const stale = staleOf(error);
  if (stale === undefined) return null;
  return (
    <Call isBad title={t("frame.stale.title")}>
      <Stack align="start">
        <Text>{t("frame.stale.intro")}</Text>
        {difference === undefined ? (
          <Fields mine={mine} saved={stale.present} labels={labels} />
        ) : (
          difference(stale.present)
        )}
        <Group>
          <Button variant="default" onClick={() => takeTheirs(stale.present, stale.version)}>
            {t("frame.stale.takeTheirs")}
          </Button>
          <Button onClick={() => keepMine(stale.version)}>{t("frame.stale.keepMine")}</Button>
        </Group>
      </Stack>
    </Call>
  );
}

function Fields({
  mine,
  saved,
  labels,
}: {
  readonly mine: Readonly<Record<string, unknown>>;
  readonly saved: Readonly<Record<string, unknown>>;
  readonly labels: Readonly<Record<string, string>>;
}) {
  const { t } = useTranslation();
  const shown = (value: unknown) =>
    value === undefined || value === null || value === "" ? t("frame.stale.nothing") : textOf(value);
  const fields = Object.keys(labels).filter((field) => textOf(mine[field]) !== textOf(saved[field]));
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("frame.stale.field")}</Table.Th>
          <Table.Th>{t("frame.stale.mine")}</Table.Th>
          <Table.Th>{t("frame.stale.theirs")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {fields.map((field) => (
          <Table.Tr key={field}>
            <Table.Th scope="row">{labels[field]}</Table.Th>
            <Table.Td>{shown(mine[field])}</Table.Td>
            <Table.Td>{shown(saved[field])}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

/** What is there now, when a change was refused because another one came first. */
function staleOf(error: unknown) {
  const reason = error === null || error === undefined ? undefined : reasonOf(error);
  if (typeof reason !== "object" || reason.code !== "stale" || reason.present === undefined) return undefined;
  return { version: reason.present.version, present: reason.present.fields };
}
