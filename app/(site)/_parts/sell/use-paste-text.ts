'use client';

import { type RefObject, useCallback, useEffect, useLayoutEffect, useState } from 'react';
import { joinKept } from '#app/_parts/join-kept.ts';
import { keepTyped, readTyped, type Typist } from '#app/_parts/typed-in-tab.ts';
import { MAX_PASTE_BYTES, PASTE_REFUSALS } from '#lib/core/paste/paste-limits.ts';
import { type TakenPiece, takePiece } from './take-piece.ts';

export type PasteText = {
  readonly text: string;
  readonly change: (change: string | ((text: string) => string)) => void;
  /** Why the last piece was not taken, until the text changes. */
  readonly refusal: string | null;
  /** Add a file's text as lines of their own. */
  readonly addFile: (file: File) => Promise<void>;
  /** A quote was made of this text: unless it was changed since, it is not there again when the page is. */
  readonly spend: (text: string) => void;
};

/** Where the caret belongs is known only of a text that was put in by us. */
type TextState = { readonly text: string; readonly caret: number | null };

/**
 * Smaller pieces go the browser's way, where Ctrl Z takes them back. Its way is slow, though: 5 MB
 * hold the page for a quarter of a minute, and a tab costs more than a letter.
 */
const LARGE_PIECE_LETTERS = 20_000;
const UNTOUCHED: TextState = { text: '', caret: null };
/** Of the text in this tab's store. */
const KEPT = 'paste';
const IN_ONE_PIECE = new Set(['insertFromPaste', 'insertFromDrop']);

/** The text of the paste box. What comes in one piece is looked at before the browser lays it out. */
export function usePasteText(
  field: RefObject<HTMLTextAreaElement | null>,
  typist: Typist,
): PasteText {
  const [state, setState] = useState(UNTOUCHED);
  const [refusal, setRefusal] = useState<string | null>(null);

  const change = useCallback<PasteText['change']>((changed) => {
    setRefusal(null);
    setState(({ text }) => ({
      text: typeof changed === 'string' ? changed : changed(text),
      caret: null,
    }));
  }, []);

  const take = useCallback((taken: TakenPiece) => {
    setRefusal(taken.kind === 'refused' ? taken.sentence : null);
    if (taken.kind === 'taken') setState({ text: taken.text, caret: taken.caret });
  }, []);

  useEffect(() => {
    const box = field.current;
    if (!box) return;
    const listen = new AbortController();
    box.addEventListener('beforeinput', (event) => look(event, box, take), listen);
    return () => listen.abort();
  }, [field, take]);

  useEffect(() => {
    // What was typed before this script came, which React would wipe, and what was kept.
    const text = joinKept(readTyped(typist, KEPT), field.current?.value ?? '');
    if (text !== '')
      setState((before) => (before === UNTOUCHED ? { text, caret: text.length } : before));
  }, [field, typist]);
  useEffect(() => {
    // What was kept must not be gone for a moment: the page may be left in it.
    if (state !== UNTOUCHED) keepTyped(typist, KEPT, state.text === '' ? null : state.text);
  }, [state, typist]);
  const spend = useCallback(
    (text: string) => {
      if (readTyped(typist, KEPT) === text) keepTyped(typist, KEPT, null);
    },
    [typist],
  );

  useLayoutEffect(() => {
    const { text, caret } = state;
    // At the end it is by itself; to put it there would lay out the text once more.
    if (caret === null || caret === text.length) return;
    field.current?.setSelectionRange(caret, caret);
  }, [state, field]);

  async function addFile(file: File): Promise<void> {
    if (file.size > MAX_PASTE_BYTES) {
      setRefusal(PASTE_REFUSALS['too-large']);
      return;
    }
    const piece = await file.text().catch(() => null);
    if (piece === null) {
      setRefusal('The browser cannot read that file.');
      return;
    }
    const value = field.current?.value ?? '';
    const lead = value === '' || value.endsWith('\n') ? '' : '\n';
    take(takePiece({ value, ...atEnd(value) }, lead + piece));
  }

  return { text: state.text, change, refusal, addFile, spend };
}

function look(
  event: InputEvent,
  box: HTMLTextAreaElement,
  take: (taken: TakenPiece) => void,
): void {
  if (!IN_ONE_PIECE.has(event.inputType)) return;
  const piece = event.data ?? event.dataTransfer?.getData('text/plain') ?? '';
  const taken = takePiece(box, piece);
  if (taken.kind === 'taken' && piece.length < LARGE_PIECE_LETTERS) return;
  event.preventDefault();
  take(taken);
}

function atEnd(value: string) {
  return { selectionStart: value.length, selectionEnd: value.length };
}
