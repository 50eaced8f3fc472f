'use client';

import { useEffect, useRef, useState, useTransition } from 'react';
import { reach } from '#app/_parts/reach.ts';
import {
  type Program,
  type ProgramFormText,
  type ProgramFormValues,
  programFormSchema,
} from '#lib/features/programs/schema.ts';
import { saveProgram } from '../actions.ts';
import type { SaveState } from '../save-state.ts';
import { toFieldErrors, toFormText } from './form-text.ts';
import { keepDraft, readDraft } from './program-draft.ts';

export type ProgramFormState = {
  readonly text: ProgramFormText;
  readonly set: <Name extends keyof ProgramFormText>(
    name: Name,
    value: ProgramFormText[Name],
  ) => void;
  /** What is wrong with the fields that were touched, and with all after a try to save. */
  readonly errors: Readonly<Record<string, string>>;
  /** What the text means; null while it means nothing. */
  readonly values: ProgramFormValues | null;
  readonly isDirty: boolean;
  readonly isSaving: boolean;
  readonly save: SaveState;
  readonly submit: () => void;
  readonly reset: () => void;
};

/**
 * The form's text, checked at every keystroke, kept when saving is refused and when the page is left.
 *
 * @param isReadOnly Nothing can be typed, and nothing that once was is shown.
 */
export function useProgramForm(program: Program, isReadOnly: boolean): ProgramFormState {
  const [saved, setSaved] = useState({
    text: toFormText(program),
    version: program.programVersion,
  });
  const [text, setText] = useState(saved.text);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [hasTried, setHasTried] = useState(false);
  const [save, setSave] = useState<SaveState>({ status: 'idle' });
  const [isSaving, startSaving] = useTransition();

  const parsed = programFormSchema.safeParse(text);
  const isDirty = JSON.stringify(text) !== JSON.stringify(saved.text);
  useUnsavedWarning(isDirty);

  const { programId } = program;
  const { version } = saved;
  const isOpened = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page is opened
  useEffect(() => {
    const draft = isReadOnly ? null : readDraft({ programId, version });
    if (draft) setText(draft);
  }, []);
  useEffect(() => {
    // What was kept must not be gone for a moment: the page may be left in it.
    if (isOpened.current) keepDraft({ programId, version }, isDirty ? text : null);
    isOpened.current = true;
  }, [programId, version, isDirty, text]);

  const all = parsed.success ? {} : toFieldErrors(parsed.error.issues);
  const shown = Object.entries(all).filter(([name]) => hasTried || touched.has(name));
  const refused = save.status === 'invalid' ? save.fields : {};

  return {
    text,
    set(name, value) {
      setText((before) => ({ ...before, [name]: value }));
      setTouched((before) => new Set(before).add(name));
      // What the server said was about the text before.
      setSave({ status: 'idle' });
    },
    errors: { ...refused, ...Object.fromEntries(shown) },
    values: parsed.success ? parsed.data : null,
    isDirty,
    isSaving,
    save,
    submit() {
      setHasTried(true);
      if (!parsed.success) {
        setSave({ status: 'invalid', fields: all });
        return;
      }
      startSaving(async () => {
        const outcome = await reach<SaveState>(
          () => saveProgram({ programId, version, form: text }),
          (message) => ({ status: 'refused', message }),
        );
        if (outcome.status === 'saved') setSaved({ text, version: outcome.version });
        setSave(outcome);
      });
    },
    reset() {
      setText(saved.text);
      setTouched(new Set());
      setHasTried(false);
      setSave({ status: 'idle' });
    },
  };
}

/** Ask before the tab is closed over something that was typed. */
function useUnsavedWarning(isDirty: boolean): void {
  useEffect(() => {
    if (!isDirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isDirty]);
}
