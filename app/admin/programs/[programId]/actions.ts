'use server';

import { refresh } from 'next/cache';
import type * as z from 'zod';
import { updateProgramInputSchema } from '#lib/features/programs/schema.ts';
import { type UpdateProgramRefusal, updateProgram } from '#lib/features/programs/update-program.ts';
import { act } from '#lib/server/act.ts';
import { getCaller } from '#lib/server/caller.ts';
import { getContainer } from '#lib/server/container.ts';
import { BUDGETS, spend } from '#lib/server/request-limits.ts';
import { demandRole } from '#lib/server/session.ts';
import type { SaveState } from './save-state.ts';

const TIMEOUT_MS = 15_000;

const REFUSALS: Record<
  Exclude<UpdateProgramRefusal, 'changed-meanwhile'>,
  { field: string | null; message: string }
> = {
  'no-such-program': { field: null, message: 'This program is gone. Go back to the list.' },
  'unknown-party': {
    field: 'assigneeId',
    message: 'EVE knows no character or corporation of this id.',
  },
  'not-a-party': {
    field: 'assigneeId',
    message: 'This id is neither a character nor a corporation.',
  },
  'esi-away': {
    field: 'assigneeId',
    message: 'EVE did not answer who this is. Try again in a minute.',
  },
  'unknown-hub': { field: 'hubId', message: 'We read no market there.' },
  'unknown-place': { field: 'locationIds', message: 'One of these stations does not exist.' },
  'unknown-scope': {
    field: 'acceptedCategoryIds',
    message: 'One of these kinds of items does not exist.',
  },
};

/** Save a program's form. Everything is checked again here: a browser's checks are a courtesy. */
export async function saveProgram(input: unknown): Promise<SaveState> {
  return act(
    () => save(input),
    (message, status) => ({ status: 'refused', message, isSignedOut: status === 401 }),
  );
}

async function save(input: unknown): Promise<SaveState> {
  const viewer = await demandRole('manager');
  await spend(getContainer(), BUDGETS.programSaves, await getCaller());
  const parsed = updateProgramInputSchema.safeParse(input);
  if (!parsed.success) return { status: 'invalid', fields: toFields(parsed.error) };

  const container = getContainer();
  const outcome = await updateProgram(container, viewer.accountId, parsed.data, {
    now: container.clock(),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (outcome.ok) {
    // Or Back shows a page as it was before.
    refresh();
    return { status: 'saved', version: outcome.version, isUnread: outcome.warning !== null };
  }
  if (outcome.reason === 'changed-meanwhile') {
    // The form asks what to do with the terms that it gets now.
    refresh();
    return { status: 'refused', message: describeConflict(outcome.by) };
  }
  const { field, message } = REFUSALS[outcome.reason];
  return field
    ? { status: 'invalid', fields: { [field]: message } }
    : { status: 'refused', message };
}

function describeConflict(by: string | null): string {
  return `${by ?? 'Somebody else'} saved this program meanwhile, so nothing of yours was. What you typed is still here.`;
}

function toFields(error: z.ZodError): Record<string, string> {
  const issues = error.issues.map(({ path, message }) => [String(path[1] ?? ''), message]);
  return Object.fromEntries(issues.toReversed());
}
