import { Anchor, Paper } from "@mantine/core";
import { createElement, Fragment, type ReactNode } from "react";

/** What Telegram's tags look like here; others are shown as their text alone. */
const looks: Readonly<Record<string, string>> = {
  B: "b",
  STRONG: "b",
  I: "i",
  EM: "i",
  U: "u",
  INS: "u",
  S: "s",
  STRIKE: "s",
  DEL: "s",
  CODE: "code",
  PRE: "pre",
  BLOCKQUOTE: "blockquote",
};

/**
 * A message as Telegram shows it. Its markup is read without being put into the page: only what stands in `looks`, and
 * links to the web, come out as more than text.
 */
export function TelegramText({ html, label }: { readonly html: string; readonly label: string }) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  return (
    <Paper withBorder p="sm" radius="md" maw={480} component="section" aria-label={label} className="telegram">
      {[...body.childNodes].map(drawn)}
    </Paper>
  );
}

function drawn(node: Node, index: number): ReactNode {
  if (!(node instanceof Element)) return <Fragment key={index}>{node.textContent}</Fragment>;
  const inner = [...node.childNodes].map(drawn);
  const target = node.getAttribute("href") ?? "";
  if (node.tagName === "A" && /^https?:/.test(target)) {
    return (
      <Anchor key={index} href={target} underline="always" target="_blank" rel="noreferrer noopener">
        {inner}
      </Anchor>
    );
  }
  return createElement(looks[node.tagName] ?? "span", { key: index }, ...inner);
}
