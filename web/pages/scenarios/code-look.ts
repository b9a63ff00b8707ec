import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

import { readable } from "../../components/tones.ts";

/** The colours of Python's words. */
export const highlight = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword], color: readable("violet") },
  { tag: [tags.string, tags.special(tags.string)], color: readable("teal") },
  { tag: [tags.number, tags.bool, tags.null], color: readable("orange") },
  { tag: [tags.function(tags.variableName), tags.className, tags.definition(tags.className)], color: readable("blue") },
  { tag: tags.comment, color: "var(--mantine-color-dimmed)", fontStyle: "italic" },
]);

const ground = "var(--mantine-color-body)";
const line = "var(--mantine-color-default-border)";
const raised = "light-dark(var(--mantine-color-gray-1), var(--mantine-color-dark-6))";

/** The editor's look: the page's own ground, letters and borders, in both lights. */
export const look = EditorView.theme({
  "&": {
    border: `1px solid ${line}`,
    borderRadius: "var(--mantine-radius-md)",
    backgroundColor: ground,
    color: "var(--mantine-color-text)",
    fontSize: "var(--mantine-font-size-sm)",
    maxHeight: "60dvh",
    overflow: "hidden",
  },
  "&.cm-focused": { outline: "2px solid var(--mantine-primary-color-filled)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "var(--mantine-font-family-monospace)", minHeight: "12rem", overflow: "auto" },
  ".cm-content": { caretColor: "var(--mantine-color-text)" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--mantine-color-text)" },
  ".cm-gutters": { backgroundColor: ground, color: "var(--mantine-color-dimmed)", borderRight: `1px solid ${line}` },
  ".cm-activeLine": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine": { backgroundColor: "light-dark(#0000000a, #ffffff0d)" },
  "& .cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    backgroundColor: "light-dark(var(--mantine-color-indigo-1), var(--mantine-color-indigo-9))",
  },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: raised, outline: `1px solid ${line}` },
  ".cm-tooltip": { backgroundColor: raised, color: "var(--mantine-color-text)", border: `1px solid ${line}` },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--mantine-primary-color-filled)",
    color: "var(--mantine-color-white)",
  },
  ".cm-completionDetail": { fontStyle: "normal", opacity: 1 },
  ".cm-tooltip.cm-completionInfo": { maxWidth: "20rem" },
  ".cm-diagnosticText": { whiteSpace: "pre-wrap" },
});
