import { Button, Checkbox, Group, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Call } from "../../components/call.tsx";
import { FormEnd } from "../../components/form-end.tsx";
import { notify } from "../../components/notices.tsx";
import { useRefusal } from "../../components/refusal.tsx";
import { useAnew } from "../../components/use-anew.ts";
import { useTimes } from "../../components/use-times.ts";
import type { WeekSession } from "./marks.tsx";

/** What can be decided about the room of a session: a change made at Zoom, a link of one's own. */
export function MeetingChoices({ session }: { readonly session: WeekSession }) {
  const { t } = useTranslation();
  const times = useTimes();
  const anew = useAnew(api.sessions.key());
  const deciding = useMutation(api.sessions.decideMeeting.mutationOptions({ onSuccess: anew }));
  const refusal = useRefusal(deciding.error, ["decision.url", "decision.passcode"]);
  const [isGiving, setIsGiving] = useState(false);
  const { id, meeting } = session;
  type Decision = Parameters<typeof deciding.mutateAsync>[0]["decision"];
  async function decide(decision: Decision, word: string, undo?: Decision) {
    await deciding.mutateAsync({ id, decision });
    notify(word, undo && (async () => await deciding.mutateAsync({ id, decision: undo })));
    setIsGiving(false);
  }
  const button = (decision: Decision, label: string, word: string) => (
    <Button
      size="compact-sm"
      variant="default"
      loading={deciding.isPending}
      onClick={() => void decide(decision, word).catch(() => undefined)}
    >
      {label}
    </Button>
  );
  const byHand = meeting?.byHand ?? null;
  return (
    <Stack gap="xs">
      {refusal.elsewhere}
      {byHand === null ? null : (
        <Call title={t(`week.room.${byHand.kind}`)}>
          {byHand.startsAt === null ? null : (
            <Text size="sm">
              {t("week.room.now", { when: times.short(byHand.startsAt), minutes: byHand.minutes ?? 0 })}
            </Text>
          )}
          <Group gap="xs">
            {button({ kind: "restore" }, t("week.room.restore"), t("week.room.restored"))}
            {button({ kind: "accept" }, t(`week.room.accept_${byHand.kind}`), t("week.room.accepted"))}
          </Group>
        </Call>
      )}
      <Group gap="xs">
        {meeting?.state === "declined"
          ? button({ kind: "restore" }, t("week.room.make"), t("week.room.restored"))
          : null}
        {meeting?.state === "given" ? button({ kind: "unlink" }, t("week.room.unlink"), t("week.room.unlinked")) : null}
        <Button size="compact-sm" variant="default" aria-expanded={isGiving} onClick={() => setIsGiving(!isGiving)}>
          {t("week.room.link")}
        </Button>
      </Group>
      {isGiving ? (
        <LinkForm
          at={refusal.at}
          isPending={deciding.isPending}
          close={() => setIsGiving(false)}
          give={async (link) =>
            await decide(
              { kind: "link", ...link },
              t("week.room.linked"),
              meeting?.state === "given" ? undefined : { kind: "unlink" },
            )
          }
        />
      ) : null}
    </Stack>
  );
}

function LinkForm({
  at,
  isPending,
  close,
  give,
}: {
  readonly at: (field: string) => string | undefined;
  readonly isPending: boolean;
  readonly close: () => void;
  readonly give: (link: {
    readonly url: string;
    readonly passcode?: string;
    readonly forCourse: boolean;
  }) => Promise<void>;
}) {
  const { t } = useTranslation();
  const [url, setUrl] = useState("");
  const [passcode, setPasscode] = useState("");
  const [forCourse, setForCourse] = useState(false);
  function submit(event: FormEvent) {
    event.preventDefault();
    const code = passcode.trim();
    void give({ url, forCourse, ...(code === "" ? {} : { passcode: code }) }).catch(() => undefined);
  }
  return (
    <Stack component="form" gap="xs" onSubmit={submit}>
      <TextInput
        label={t("week.room.url")}
        description={t("week.room.urlHint")}
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
        error={at("decision.url")}
        required
      />
      <TextInput
        label={t("week.room.passcode")}
        value={passcode}
        onChange={(event) => setPasscode(event.currentTarget.value)}
        error={at("decision.passcode")}
        maxLength={50}
      />
      <Checkbox
        label={t("week.room.forCourse")}
        checked={forCourse}
        onChange={(event) => setForCourse(event.currentTarget.checked)}
      />
      <FormEnd label={t("week.room.give")} isPending={isPending} close={close} />
    </Stack>
  );
}
