import { Button, Tooltip } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Failed } from "../../components/asked.tsx";
import { languageOf } from "../../i18n/i18n.ts";
import { download } from "./lines.ts";

/** A copy of the workbook with its problems written into it, for whoever keeps the workbook. */
export function AnnotatedCopy({ place }: { readonly place: string }) {
  const { t, i18n } = useTranslation();
  const copying = useMutation(
    api.timetable.annotate.mutationOptions({ onSuccess: (file) => download(file, file.name) }),
  );
  return (
    <>
      <Tooltip label={t("timetable.problem.annotatedHint")} multiline w={280} withArrow>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          loading={copying.isPending}
          onClick={() => copying.mutate({ place, language: languageOf(i18n) })}
        >
          {t("timetable.problem.annotated")}
        </Button>
      </Tooltip>
      {copying.error === null ? null : <Failed error={copying.error} />}
    </>
  );
}
