import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { SaveState } from '../save-state.ts';
import { SaveBar } from './save-bar.tsx';

test.each<SaveState>([
  { status: 'invalid', fields: { assigneeId: 'Nobody has this id.' } },
  { status: 'refused', message: 'Somebody else saved meanwhile.' },
])('a program that was not saved is said to be not saved, beside the button: $status', (save) => {
  const form = {
    save,
    text: {} as never,
    errors: {},
    values: null,
    isDirty: true,
    isSaving: false,
    isOvertaken: false,
    set() {},
    submit() {},
    reset() {},
    choose() {},
  };
  const page = renderToStaticMarkup(
    <SaveBar form={form} programId="one" isReadOnly={false} livingQuotes={0} />,
  );
  expect(page).toMatch(/role="alert"[\s\S]*Not saved/);
  expect(page).not.toContain('Not saved yet');
});
