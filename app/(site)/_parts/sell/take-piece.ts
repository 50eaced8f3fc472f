import { toFieldText } from '#app/_parts/join-kept.ts';
import { findPasteRefusal, PASTE_REFUSALS } from '#lib/core/paste/paste-limits.ts';

/** What a text that comes in one piece would make of the field. */
export type TakenPiece =
  | { readonly kind: 'refused'; readonly sentence: string }
  | { readonly kind: 'taken'; readonly text: string; readonly caret: number };

type FieldState = {
  readonly value: string;
  readonly selectionStart: number;
  readonly selectionEnd: number;
};

/** Put a piece in place of the selection, unless that would be more than is read at once. */
export function takePiece(
  { value, selectionStart, selectionEnd }: FieldState,
  piece: string,
): TakenPiece {
  const before = value.slice(0, selectionStart) + toFieldText(piece);
  const text = before + value.slice(selectionEnd);
  const sentence = describeTooMuch(text);
  return sentence === null
    ? { kind: 'taken', text, caret: before.length }
    : { kind: 'refused', sentence };
}

/** What is said to a text that is too long to be sent; null for any other. */
export function describeTooMuch(text: string): string | null {
  const refusal = findPasteRefusal(text);
  return refusal && refusal !== 'empty' ? PASTE_REFUSALS[refusal] : null;
}
