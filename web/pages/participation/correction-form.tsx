import { Group, NumberInput, Radio, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { useAtOnce } from "../../components/at-once.ts";
import { FormEnd } from "../../components/form-end.tsx";
import { Moment } from "../../components/moment.tsx";
import { notify } from "../../components/notices.tsx";
import { useRefusal } from "../../components/refusal.tsx";
import { useAnew } from "../../components/use-anew.ts";
import { Window } from "../../components/window.tsx";
import type { SheetLine } from "./lines.ts";

/** Says by hand whether a student was there, with the reason. */
export function CorrectionForm({ line, close }: { readonly line: SheetLine; readonly close: () => void }) {
  const { t } = useTranslation();
  const anew = useAnew(api.participation.key(), api.roster.key());
  const [verdict, setVerdict] = useState(line.present ? "absent" : "present");
  const [minutes, setMinutes] = useState<number | string>("");
  const [reason, setReason] = useState("");
  const undo = useMutation(api.participation.undoCorrection.mutationOptions({ onSuccess: anew }));
  const { foresee, refused } = useAtOnce();
  const correct = useMutation(
    api.participation.correct.mutationOptions({
      // The sheet shows it at once; the form waits out of sight, and comes back with what is refused.
      onMutate: async ({ sessionId, studentId, present }) =>
        await foresee({
          key: api.participation.attendance.key(),
          answer: (sheet: { readonly lines: readonly SheetLine[] }) => ({
            ...sheet,
            lines: sheet.lines.map((one) =>
              one.sessionId === sessionId && one.studentId === studentId ? { ...one, present } : one,
            ),
          }),
        }),
      onError: refused,
      async onSuccess({ id }) {
        await anew();
        notify(
          t("participation.correction.done", { student: line.student }),
          async () => await undo.mutateAsync({ id }),
        );
        close();
      },
    }),
  );
  const refusal = useRefusal(correct.error, ["reason", "minutes"]);
  function submit(event: FormEvent) {
    event.preventDefault();
    correct.mutate({
      sessionId: line.sessionId,
      studentId: line.studentId,
      present: verdict === "present",
      ...(typeof minutes === "number" ? { minutes } : {}),
      reason,
    });
  }
  return (
    <Window
      isOpen={!correct.isPending}
      close={close}
      title={t("participation.correction.title", { student: line.student })}
    >
      <form onSubmit={submit}>
        <Stack>
          <Text>
            {line.courseTitle} · <Moment at={line.startsAt} />
          </Text>
          {refusal.elsewhere}
          <Radio.Group label={t("participation.sheet.verdict")} value={verdict} onChange={setVerdict}>
            <Group mt="xs">
              <Radio value="present" label={t("participation.line.present")} />
              <Radio value="absent" label={t("participation.line.absent")} />
            </Group>
          </Radio.Group>
          <NumberInput
            label={t("participation.correction.minutes")}
            description={t("participation.correction.minutesHint", { count: line.minutes })}
            min={1}
            max={1_440}
            allowDecimal={false}
            value={minutes}
            onChange={setMinutes}
            error={refusal.at("minutes")}
          />
          <TextInput
            label={t("participation.correction.reason")}
            description={t("participation.correction.reasonHint")}
            required
            maxLength={300}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            error={refusal.at("reason")}
          />
          <FormEnd label={t("participation.correction.save")} isPending={correct.isPending} close={close} />
        </Stack>
      </form>
    </Window>
  );
}
