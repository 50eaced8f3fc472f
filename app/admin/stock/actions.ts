'use server';

import { revalidatePath } from 'next/cache';
import { type AdjustOutcome, adjustStock } from '#lib/features/stock/adjust-stock.ts';
import { adjustmentSchema } from '#lib/features/stock/schema.ts';
import { act } from '#lib/server/act.ts';
import { getCaller } from '#lib/server/caller.ts';
import { getContainer } from '#lib/server/container.ts';
import { BUDGETS, spend } from '#lib/server/request-limits.ts';
import { demandRole } from '#lib/server/session.ts';
import type { AdjustState } from './adjust-state.ts';

type Refusal = Extract<AdjustOutcome, { ok: false }>['reason'];

const REFUSALS: Record<Refusal, { field: string; message: string }> = {
  'no-such-shop': { field: 'programId', message: 'This program sells nothing. Reload the page.' },
  'no-such-place': {
    field: 'locationId',
    message: 'The program makes no contracts there. Reload the page.',
  },
  'unknown-item': { field: 'item', message: 'EVE knows no item of this name. Check the spelling.' },
  unstockable: {
    field: 'item',
    message: 'Blueprints cannot be sold here: EVE does not tell what is in their contracts.',
  },
  'below-zero': { field: 'change', message: 'So many are not there.' },
};

/** Add to the stock, or take from it. Everything is checked again here. */
export async function adjustStockAction(input: unknown): Promise<AdjustState> {
  return act(
    () => adjust(input),
    (message) => ({ status: 'refused', message }),
  );
}

async function adjust(input: unknown): Promise<AdjustState> {
  const viewer = await demandRole('trader');
  const container = getContainer();
  await spend(container, BUDGETS.programSaves, await getCaller());
  const parsed = adjustmentSchema.safeParse(input);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => [String(path[0] ?? ''), message]);
    return { status: 'invalid', fields: Object.fromEntries(issues.toReversed()) };
  }
  const outcome = await adjustStock(container, viewer.accountId, parsed.data, container.clock());
  if (!outcome.ok) {
    const { field, message } = REFUSALS[outcome.reason];
    return { status: 'invalid', fields: { [field]: message } };
  }
  revalidatePath('/admin/stock');
  const { name, quantity, lacking } = outcome;
  return { status: 'saved', name, quantity, lacking };
}
