import { useState } from "react";

/** What a person is writing over what is saved. */
export interface Draft<T> {
  readonly draft: T;
  readonly write: (draft: T) => void;
  /** The mark of what they began with: it goes with the change, so that nobody's is written over unseen. */
  readonly seen: string;
  readonly isChanged: boolean;
  /** What is saved now, and its mark: what is written from here on is a change of that. */
  readonly beginFrom: (saved: T, mark: string) => void;
  /** The person takes what is saved now in place of what they wrote. */
  readonly takeTheirs: (saved: T, mark: string) => void;
}

/**
 * Holds what a person writes while what is saved may change below: an untouched form follows it, a touched one stays, and
 * its change is then refused as stale, with the difference. `meaning`: what counts of a draft that holds more.
 */
export function useDraft<T>(saved: T, mark: string, meaning: (draft: T) => unknown = (draft) => draft): Draft<T> {
  const [begun, setBegun] = useState({ saved, mark });
  const [draft, setDraft] = useState(saved);
  const takeTheirs = (theirs: T, from: string) => {
    setBegun({ saved: theirs, mark: from });
    setDraft(theirs);
  };
  const isSame = (one: T, other: T) => JSON.stringify(meaning(one)) === JSON.stringify(meaning(other));
  const isChanged = !isSame(draft, begun.saved);
  if (mark !== begun.mark && (!isChanged || isSame(draft, saved))) takeTheirs(saved, mark);
  return {
    draft,
    write: setDraft,
    seen: begun.mark,
    isChanged,
    beginFrom: (value, from) => setBegun({ saved: value, mark: from }),
    takeTheirs,
  };
}
