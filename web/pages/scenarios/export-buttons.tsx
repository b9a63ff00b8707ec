import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { Failed } from "../../components/asked.tsx";
import { saveFile } from "../../components/save-file.ts";

type FileFormat = "csv" | "json";

/** The two ways to take what is listed away: for a spreadsheet, for a program. */
export function ExportButtons({
  fetchFile,
}: {
  readonly fetchFile: (format: FileFormat) => Promise<Parameters<typeof saveFile>[0]>;
}) {
  const { t } = useTranslation();
  const fetched = useMutation({ mutationFn: fetchFile, onSuccess: saveFile });
  return (
    <>
      {(["csv", "json"] as const).map((format) => (
        <Button
          key={format}
          variant="default"
          size="compact-sm"
          loading={fetched.isPending && fetched.variables === format}
          onClick={() => fetched.mutate(format)}
        >
          {t(`scenarios.runs.${format}`)}
        </Button>
      ))}
      {fetched.isError ? <Failed error={fetched.error} /> : null}
    </>
  );
}
