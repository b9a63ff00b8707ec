import { Alert, Button, Code, CopyButton, Group, Stack } from "@mantine/core";

/** Something that is shown this one time: a token, a link. */
export function ShownOnce({
  text,
  warning,
  words,
  close,
}: {
  readonly text: string;
  /** That it will not be shown again, and what to do with it. */
  readonly warning: string;
  readonly words: { readonly copy: string; readonly copied: string; readonly done: string };
  readonly close: () => void;
}) {
  return (
    <Stack>
      <Alert color="yellow" variant="light">
        {warning}
      </Alert>
      <Code block tabIndex={0}>
        {text}
      </Code>
      <Group>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? words.copied : words.copy}
            </Button>
          )}
        </CopyButton>
        <Button onClick={close}>{words.done}</Button>
      </Group>
    </Stack>
  );
}
