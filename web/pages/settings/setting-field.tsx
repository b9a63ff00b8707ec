import { Autocomplete, NativeSelect, PasswordInput, Select, TagsInput, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { choiceWords, kinds } from "./kinds.ts";
import type { FieldProps } from "./field-props.ts";
import { MessageKinds } from "./message-kinds.tsx";

/** A setting as the server shows it. */
export type Shown = Awaited<ReturnType<(typeof api)["settings"]["read"]["call"]>>[number]["settings"][number];

/** The field of one setting; `value` is as it is written in the environment. */
export function SettingField({
  setting,
  value,
  onChange,
  error,
  isLocked,
}: {
  readonly setting: Shown;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | undefined;
  /** Whether the person may not change it. */
  readonly isLocked: boolean;
}) {
  const { t } = useTranslation();
  const { name, choices, secret, isSet, fixed } = setting;
  const hint = t(`settings.hint.${name}`, { words: topicWords });
  const props: FieldProps = {
    label: t(`settings.label.${name}`),
    description: fixed ? `${hint} ${t("settings.fixed", { name })}` : hint,
    disabled: fixed || isLocked,
    error,
    value,
    onChange,
  };
  const kind = secret ? "secret" : kinds[name];
  if (kind === "secret") {
    return (
      <PasswordInput
        {...props}
        autoComplete="off"
        placeholder={isSet ? t("settings.secretKept") : ""}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  if (choices !== null) {
    const words = choiceWords[name];
    const data = choices.map((choice) => {
      const word = words?.[choice];
      return { value: choice, label: word === undefined ? choice : t(word) };
    });
    return <NativeSelect {...props} data={data} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
  switch (kind) {
    case "zone":
      return (
        <Select
          {...props}
          searchable
          allowDeselect={false}
          limit={30}
          data={Intl.supportedValuesOf("timeZone")}
          onChange={(zone) => onChange(zone ?? "")}
        />
      );
    case "zones":
      return <Words {...props} data={Intl.supportedValuesOf("timeZone")} />;
    case "words":
      return <Words {...props} data={[]} />;
    case "chat":
      return <Chat {...props} />;
    case "chats":
      return <Chats {...props} />;
    case "messages":
      return <MessageKinds {...props} />;
    case "colour":
      return (
        <TextInput {...props} type="color" styles={short} onChange={(event) => onChange(event.currentTarget.value)} />
      );
    case "number":
      return (
        <TextInput
          {...props}
          inputMode="numeric"
          styles={short}
          onChange={(event) => onChange(event.currentTarget.value.trim())}
        />
      );
    default:
      return <TextInput {...props} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
}

/** A field for a few characters, below a label as long as it needs. */
const short = { input: { maxWidth: 220 } };

/** What a title may be made of. */
const topicWords = "{{ course }}, {{ coach }}, {{ level }}, {{ group }}, {{ date }}, {{ school }}";

/** Several words; stored with commas between them. */
function Words({ value, onChange, data, ...props }: FieldProps & { readonly data: string[] }) {
  return (
    <TagsInput
      {...props}
      value={partsOf(value)}
      data={data}
      limit={20}
      onChange={(parts) => onChange(parts.join(","))}
    />
  );
}

/** One Telegram chat: its number, or one of the known groups. */
function Chat({ value, onChange, ...props }: FieldProps) {
  const names = useGroupNames();
  const known = names.find(({ chatId }) => chatId === value);
  return (
    <Autocomplete
      {...props}
      value={known?.label ?? value}
      data={names.map(({ label }) => label)}
      limit={30}
      onChange={(text) => onChange(names.find(({ label }) => label === text)?.chatId ?? text.trim())}
    />
  );
}

function Chats({ value, onChange, ...props }: FieldProps) {
  const names = useGroupNames();
  const labelOf = (chatId: string) => names.find((one) => one.chatId === chatId)?.label ?? chatId;
  const chatOf = (text: string) => names.find(({ label }) => label === text)?.chatId ?? text.trim();
  return (
    <TagsInput
      {...props}
      value={partsOf(value).map(labelOf)}
      data={names.map(({ label }) => label)}
      limit={30}
      onChange={(labels) => onChange(labels.map(chatOf).join(","))}
    />
  );
}

/** The known groups, each under a name that no other has. */
function useGroupNames() {
  const { data: groups = [] } = useQuery(api.roster.groups.queryOptions());
  const byChat = new Map(groups.map(({ chatId, title }) => [chatId, { chatId, label: `${title} (${chatId})` }]));
  return [...byChat.values()];
}

const partsOf = (value: string) => value.split(",").filter((part) => part.trim() !== "");
