'use client';

import { useEffect, useMemo, useRef, useState, useTransition } from 'react';
import { reach } from '#app/_parts/reach.ts';
import type { Typist } from '#app/_parts/typed-in-tab.ts';
import {
  MOST_UNANSWERED,
  type Program,
  type ProgramFormText,
  type ProgramFormValues,
  programFormSchema,
} from '#lib/features/programs/schema.ts';
import { saveProgram } from '../actions.ts';
import type { SaveState } from '../save-state.ts';
import { toFieldErrors, toFormText } from './form-text.ts';
import { isSame, keepDraft, mergeDraft, readDraft, type Terms } from './program-draft.ts';

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
  /** Other terms were saved than the text was typed upon: the person chooses which to go on with. */
  readonly isOvertaken: boolean;
  readonly save: SaveState;
  readonly submit: () => void;
  readonly reset: () => void;
  /** Go on with what is saved now: all of it, or what was typed over it. */
  readonly choose: (choice: 'saved' | 'typed') => void;
};

/** Fields that may turn wrong by what is typed into another; that is said at once, too. */
const JUDGED_WITH: Partial<Record<keyof ProgramFormText, readonly (keyof ProgramFormText)[]>> = {
  minimumTotalIsk: ['maximumTotalIsk', 'dailyCapIsk', 'pilotDailyCapIsk'],
  dailyCapIsk: ['pilotDailyCapIsk'],
  densityTaxPercent: ['densityLimitIsk'],
  salePercent: ['saleUntil'],
  saleFrom: ['salePercent', 'saleUntil'],
  saleUntil: ['salePercent'],
};

type Options = {
  /** Nothing can be typed, and nothing that once was is shown. */
  readonly isReadOnly: boolean;
  readonly typist: Typist;
};

/** The form's text, checked at every keystroke, kept when saving is refused and when the page is left. */
export function useProgramForm(
  program: Program,
  { isReadOnly, typist }: Options,
): ProgramFormState {
  const saved = useMemo(() => toTerms(program), [program]);
  /** What the text was typed upon. */
  const [typedUpon, setBase] = useState(saved);
  // A rule raises the version, too: terms that are as they were have overtaken nobody.
  const base = isSame(typedUpon.text, saved.text) ? newer(typedUpon, saved) : typedUpon;
  const [text, setText] = useState(saved.text);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [hasTried, setHasTried] = useState(false);
  const [save, setSave] = useState<SaveState>({ status: 'idle' });
  const [isSaving, startSaving] = useTransition();
  /** What was sent upon the base, and nobody answered. */
  const unanswered = useRef<readonly ProgramFormText[]>([]);

  const parsed = programFormSchema.safeParse(text);
  const isDirty = !isSame(text, base.text);
  const isOvertaken =
    isDirty && !isSaving && base.version < saved.version && !isSame(text, saved.text);
  useUnsavedWarning(isDirty);

  const { programId } = program;
  const isOpened = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page is opened
  useEffect(() => {
    const draft = isReadOnly ? null : readDraft({ typist, programId });
    if (!draft || isSame(draft.text, saved.text)) return;
    setBase(draft.base);
    setText(draft.text);
  }, []);
  useEffect(() => {
    // What was kept must not be gone for a moment: the page may be left in it.
    if (isOpened.current) keepDraft({ typist, programId }, isDirty ? { base, text } : null);
    isOpened.current = true;
  }, [typist, programId, base, isDirty, text]);

  function begin(terms: Terms, typed: ProgramFormText): void {
    setBase(terms);
    unanswered.current = [];
    setText(typed);
    setTouched(new Set());
    setHasTried(false);
    setSave({ status: 'idle' });
  }

  const all = parsed.success ? {} : toFieldErrors(parsed.error.issues);
  const shown = Object.entries(all).filter(([name]) => hasTried || touched.has(name));
  const refused = save.status === 'invalid' ? save.fields : {};

  return {
    text,
    set(name, value) {
      setText((before) => ({ ...before, [name]: value }));
      setTouched((before) => new Set([...before, name, ...(JUDGED_WITH[name] ?? [])]));
      // What the server said was about the text before.
      setSave({ status: 'idle' });
    },
    errors: { ...refused, ...Object.fromEntries(shown) },
    values: parsed.success ? parsed.data : null,
    isDirty,
    isSaving,
    isOvertaken,
    save,
    submit() {
      if (isOvertaken) return;
      setHasTried(true);
      if (!parsed.success) {
        setSave({ status: 'invalid', fields: all });
        return;
      }
      startSaving(async () => {
        const { version } = base;
        const outcome = await reach<SaveState>(
          () => saveProgram({ programId, version, form: text, unanswered: unanswered.current }),
          (message) => {
            unanswered.current = [...unanswered.current, text].slice(-MOST_UNANSWERED);
            return { status: 'refused', message };
          },
        );
        if (outcome.status === 'saved') {
          setBase({ text, version: outcome.version });
          unanswered.current = [];
        }
        setSave(outcome);
      });
    },
    reset: () => begin(base, base.text),
    choose: (choice) =>
      begin(saved, choice === 'saved' ? saved.text : mergeDraft({ base, text }, saved.text)),
  };
}

function newer(one: Terms, other: Terms): Terms {
  return one.version < other.version ? other : one;
}

function toTerms(program: Program): Terms {
  return { version: program.programVersion, text: toFormText(program) };
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
