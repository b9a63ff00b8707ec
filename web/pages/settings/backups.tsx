import { Anchor, Button, Code, Group, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Asked, Failed } from "../../components/asked.tsx";
import { Call } from "../../components/call.tsx";
import { Moment } from "../../components/moment.tsx";
import { notify } from "../../components/notices.tsx";
import { Table, type Column } from "../../components/table.tsx";
import { useAnew } from "../../components/use-anew.ts";
import { Working } from "../../components/working.tsx";
import { languageOf } from "../../i18n/i18n.ts";
import { LastRestore } from "./last-restore.tsx";
import { RestoreWindow } from "./restore-window.tsx";
import { UploadBackup } from "./upload-backup.tsx";

type BackupFile = Awaited<ReturnType<(typeof api)["backups"]["list"]["call"]>>["files"][number];

const bytesInKilobyte = 1_000;

/** Everything in a file: made now or at night, proved, taken away; and how to go back to one. */
export function Backups() {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const list = useQuery(api.backups.list.queryOptions());
  const anew = useAnew(api.backups.key());
  const make = useMutation(
    api.backups.make.mutationOptions({
      async onSuccess({ rows, unproved }) {
        await anew();
        if (unproved === null) notify(t("backups.made", { rows }));
      },
    }),
  );
  const prove = useMutation(
    api.backups.prove.mutationOptions({
      onSuccess: ({ rows }, { name }) => notify(t("backups.proved", { name, rows })),
    }),
  );
  const { mutate: proveOne, isPending: isProving } = prove;
  const columns = useMemo((): readonly Column<BackupFile>[] => {
    const size = new Intl.NumberFormat(language, { style: "unit", unit: "kilobyte", maximumFractionDigits: 0 });
    return [
      {
        id: "taken",
        head: t("backups.taken"),
        cell: (file) => <Moment at={file.takenAt} />,
        sortBy: (file) => file.takenAt,
      },
      {
        id: "size",
        head: t("backups.size"),
        cell: (file) => size.format(file.bytes / bytesInKilobyte),
        sortBy: (file) => file.bytes,
      },
      { id: "name", head: t("backups.name"), cell: (file) => file.name },
      {
        id: "acts",
        head: t("backups.acts"),
        cell: ({ name, takenAt, place }) =>
          place === null ? (
            <Group gap="xs">
              <Button
                component="a"
                href={`/api/backups/${encodeURIComponent(name)}`}
                download={name}
                variant="default"
                size="compact-sm"
                aria-label={t("backups.downloadOne", { name })}
              >
                {t("backups.download")}
              </Button>
              <Button
                variant="default"
                size="compact-sm"
                disabled={isProving}
                aria-label={t("backups.proveOne", { name })}
                onClick={() => proveOne({ name })}
              >
                {t("backups.prove")}
              </Button>
              <RestoreWindow name={name} takenAt={takenAt} />
            </Group>
          ) : (
            <Text size="sm">{t("backups.otherMachine", { place })}</Text>
          ),
      },
    ];
  }, [t, language, isProving, proveOne]);
  const unproved = make.data?.unproved;
  return (
    <Stack>
      <Title order={1}>{t("backups.title")}</Title>
      <Text maw={720}>{t("backups.intro")}</Text>
      <Group>
        <Button loading={make.isPending} onClick={() => make.mutate({})}>
          {t("backups.make")}
        </Button>
        <UploadBackup />
      </Group>
      <LastRestore />
      <Working on={make.isPending} label={t("backups.making")} />
      <Working on={isProving} label={t("backups.proving")} />
      {make.isError ? <Failed error={make.error} /> : null}
      {prove.isError ? <Failed error={prove.error} /> : null}
      {unproved === undefined || unproved === null ? null : (
        <Call title={t("backups.unproved")}>
          <Text>{unproved.what[language]}</Text>
          <Text>{unproved.remedy[language]}</Text>
        </Call>
      )}
      <Asked query={list}>
        {({ kept, folder, files }) => (
          <>
            <Text>
              {kept === 0 ? t("backups.never") : t("backups.nightly", { count: kept })}{" "}
              <Anchor
                underline="always"
                renderRoot={(props) => <Link to="/settings" search={{ part: "data" } as never} {...props} />}
              >
                {t("backups.settings")}
              </Anchor>
            </Text>
            <Table
              label={t("backups.title")}
              rows={files}
              columns={columns}
              rowId={(file) => `${file.place ?? ""} ${file.name}`}
              empty={t("backups.none")}
            />
            <Text size="sm">{t("backups.elsewhere")}</Text>
            <Code
              block
              tabIndex={0}
              style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}
            >{`npx carillon restore ${folder}/${files[0]?.name ?? "carillon-….sql.gz"} --replace`}</Code>
          </>
        )}
      </Asked>
    </Stack>
  );
}
