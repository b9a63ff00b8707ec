import { Anchor, Group, Image, List, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Asked } from "../../components/asked.tsx";
import { useMayChange } from "../../components/may-change.ts";
import { Moment } from "../../components/moment.tsx";
import { languageOf } from "../../i18n/i18n.ts";
import type { WholeMessage } from "./lines.ts";
import { MessageActions } from "./message-actions.tsx";
import { Reword } from "./reword.tsx";
import { StateBadge } from "./state-badge.tsx";
import { TelegramText } from "./telegram-text.tsx";

/** One message: as Telegram shows it, what can be done with it, and every try. */
export function Message() {
  const { t } = useTranslation();
  const { number } = useParams({ strict: false }) as { readonly number: string };
  const message = useQuery(api.messages.show.queryOptions({ input: { number: Number(number) } }));
  return (
    <Stack>
      <Anchor underline="always" renderRoot={(props) => <Link to="/messages" {...props} />}>
        {t("messages.one.back")}
      </Anchor>
      <Title order={1}>{t("messages.one.title", { number })}</Title>
      <Asked query={message}>{(found) => <Shown message={found} />}</Asked>
    </Stack>
  );
}

function Shown({ message }: { readonly message: WholeMessage }) {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const mayChange = useMayChange();
  const [isEdited, setIsEdited] = useState(false);
  return (
    <Stack>
      <Group gap="xs">
        <StateBadge state={message.state} isRecalled={message.recalledAt !== null} />
        <Text>
          {t(`messages.kind.${message.kind}`)} · {message.group ?? t("messages.private")}
        </Text>
      </Group>
      <Text>
        {t("messages.one.due")} <Moment at={message.dueAt} /> · {t("messages.one.until")}{" "}
        <Moment at={message.expiresAt} />
      </Text>
      {message.failure === null ? null : (
        <Stack gap={2} role="alert">
          <Text fw={600}>{message.failure.what[language]}</Text>
          <Text>{message.failure.remedy[language]}</Text>
        </Stack>
      )}
      {mayChange ? <MessageActions message={message} reword={() => setIsEdited(true)} /> : null}
      <Title order={2} size="h4">
        {t("messages.one.preview")}
      </Title>
      {message.picture === null ? null : (
        <Image src={message.picture} alt={t("messages.one.picture", { number: message.number })} maw={480} />
      )}
      {message.files > 1 || (message.files > 0 && message.picture === null) ? (
        <Text size="sm">{t("messages.one.files", { count: message.files })}</Text>
      ) : null}
      {message.parts
        .filter((part) => part !== "")
        .map((part, index) => (
          // The parts of a text have no other name than their place.
          <TelegramText key={index} html={part} label={t("messages.one.part", { number: index + 1 })} />
        ))}
      {message.buttons.map((line) => (
        <Text key={line.join(" ")} size="sm">
          {line.map((word) => `[ ${word} ]`).join(" ")}
        </Text>
      ))}
      <History message={message} />
      {isEdited ? <Reword message={message} close={() => setIsEdited(false)} /> : null}
    </Stack>
  );
}

function History({ message }: { readonly message: WholeMessage }) {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {t("messages.one.history")}
      </Title>
      {message.tries.length === 0 ? <Text>{t("messages.one.noTry")}</Text> : null}
      <List spacing="xs" listStyleType="none">
        {message.tries.map((one) => (
          <List.Item key={one.try}>
            {t(`messages.action.${one.action}`)} · <Moment at={one.startedAt} /> ·{" "}
            {t(`messages.outcome.${one.outcome}`)} · {t(`messages.mode.${one.mode}`)}
            {one.failure === null ? null : (
              <Text size="sm">
                {one.failure.what[language]} {one.failure.remedy[language]}
              </Text>
            )}
          </List.Item>
        ))}
        {message.corrections.map((one) => (
          <List.Item key={`${one.action} ${one.askedAt}`}>
            {t("messages.one.asked", { what: t(`messages.action.${one.action}`), by: one.by })} ·{" "}
            <Moment at={one.askedAt} /> · {t(`messages.correction.${one.state}`)}
            {one.failure === null ? null : (
              <Text size="sm">
                {one.failure.what[language]} {one.failure.remedy[language]}
              </Text>
            )}
          </List.Item>
        ))}
      </List>
    </Stack>
  );
}
