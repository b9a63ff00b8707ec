import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { python, pythonLanguage } from "@codemirror/lang-python";
import { lintGutter, nextDiagnostic, setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { Compartment, EditorState, type Text as Lines } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";

import stub from "../../../python/carillon/__init__.pyi?raw";
import { nonce } from "../../nonce.ts";
import { highlight, look } from "./code-look.ts";
import { completeScenario } from "./complete-scenario.ts";

/** What is wrong with a line of the code. */
export interface CodeMark {
  /** From 1. */
  readonly line: number;
  /** From 1; the whole line when absent. */
  readonly column?: number | undefined;
  readonly text: string;
}

/** What the editor does whoever uses it. */
const always = [
  EditorView.cspNonce.of(nonce),
  lineNumbers(),
  lintGutter(),
  history(),
  drawSelection(),
  highlightActiveLine(),
  indentOnInput(),
  indentUnit.of("    "),
  bracketMatching(),
  closeBrackets(),
  python(),
  pythonLanguage.data.of({ autocomplete: completeScenario(stub) }),
  autocompletion({ icons: false }),
  syntaxHighlighting(highlight),
  look,
  keymap.of([
    { key: "Tab", run: acceptCompletion },
    { key: "F8", run: nextDiagnostic },
    ...closeBracketsKeymap,
    ...defaultKeymap,
    ...historyKeymap,
    indentWithTab,
  ]),
];

/**
 * The editor of a scenario's Python: colours, completion from the scenario's stub, what is wrong at its line.
 *
 * Tab indents; Escape and then Tab leaves it, as its hint must say (`describedBy`).
 */
export function CodeEditor({
  code,
  onChange,
  marks,
  isReadOnly,
  label,
  describedBy,
}: {
  readonly code: string;
  readonly onChange: (code: string) => void;
  readonly marks: readonly CodeMark[];
  readonly isReadOnly: boolean;
  readonly label: string;
  readonly describedBy: string;
}) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const changed = useRef(onChange);
  changed.current = onChange;
  const began = useRef(code);
  const wording = useRef(new Compartment());
  const words = useMemo(
    () => [
      EditorState.phrases.of({ Completions: t("scenarios.editor.list") }),
      EditorState.readOnly.of(isReadOnly),
      EditorView.contentAttributes.of({
        "aria-label": label,
        "aria-describedby": describedBy,
        ...(isReadOnly ? { "aria-readonly": "true" } : {}),
      }),
    ],
    [t, isReadOnly, label, describedBy],
  );
  const firstWords = useRef(words);
  useEffect(() => {
    const parent = place.current;
    if (parent === null) return undefined;
    const extensions = [
      wording.current.of(firstWords.current),
      ...always,
      EditorView.updateListener.of((update) => {
        if (update.docChanged) changed.current(update.state.doc.toString());
      }),
    ];
    const made = new EditorView({ parent, state: EditorState.create({ doc: began.current, extensions }) });
    view.current = made;
    return () => made.destroy();
  }, []);
  useEffect(() => view.current?.dispatch({ effects: wording.current.reconfigure(words) }), [words]);
  useEffect(() => {
    const { current } = view;
    if (current === undefined || current.state.doc.toString() === code) return;
    current.dispatch({ changes: { from: 0, to: current.state.doc.length, insert: code } });
  }, [code]);
  useEffect(() => {
    const { current } = view;
    if (current === undefined) return;
    const { doc } = current.state;
    current.dispatch(
      setDiagnostics(
        current.state,
        marks.map((mark) => diagnosticOf(doc, mark)),
      ),
    );
  }, [marks]);
  return <div ref={place} />;
}

function diagnosticOf(doc: Lines, { line, column, text }: CodeMark): Diagnostic {
  const found = doc.line(Math.min(Math.max(line, 1), doc.lines));
  const from = column === undefined ? found.from : Math.min(found.from + column - 1, found.to);
  return { from, to: found.to, severity: "error", message: text };
}
