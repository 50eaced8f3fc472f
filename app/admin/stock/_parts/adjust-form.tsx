'use client';

import { type FormEvent, useState, useTransition } from 'react';
import { reach } from '#app/_parts/reach.ts';
import type { Place } from '#lib/core/program/terms.ts';
import { Button } from '#lib/ui/primitives/button.tsx';
import { Field } from '#lib/ui/primitives/field.tsx';
import { Input } from '#lib/ui/primitives/input.tsx';
import { Select } from '#lib/ui/primitives/select.tsx';
import { formatUnits } from '#lib/ui/trade/format-numbers.ts';
import { adjustStockAction } from '../actions.ts';
import type { AdjustState } from '../adjust-state.ts';

type Shop = {
  readonly programId: string;
  readonly name: string;
  readonly locations: readonly Place[];
};

/** So much more or less of an item at a place, and why. */
export function AdjustForm({ shops }: { shops: readonly Shop[] }) {
  const [shopId, setShopId] = useState(shops[0]?.programId ?? '');
  const [state, setState] = useState<AdjustState>({ status: 'idle' });
  const [isPending, startTransition] = useTransition();
  const shop = shops.find(({ programId }) => programId === shopId);
  const faults = state.status === 'invalid' ? state.fields : {};

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (isPending) return;
    const form = event.currentTarget;
    const input = { ...Object.fromEntries(new FormData(form)), key: crypto.randomUUID() };
    startTransition(async () => {
      const next = await reach(
        () => adjustStockAction(input),
        (message): AdjustState => ({ status: 'refused', message }),
      );
      setState(next);
      if (next.status === 'saved') form.reset();
    });
  }

  return (
    <form
      onSubmit={submit}
      aria-label="Change the stock"
      className="flex flex-wrap items-start gap-3 border-line border-b px-4 py-3 max-desk:px-3 [&>div]:w-52 max-desk:[&>div]:w-full"
    >
      <Field id="stock-program" label="Program" error={faults.programId}>
        {(ids) => (
          <Select
            {...ids}
            name="programId"
            value={shopId}
            onChange={({ target }) => setShopId(target.value)}
          >
            {shops.map(({ programId, name }) => (
              <option key={programId} value={programId}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field id="stock-place" label="Place" error={faults.locationId}>
        {(ids) => (
          <Select {...ids} name="locationId">
            {shop?.locations.map(({ locationId, name }) => (
              <option key={locationId} value={locationId}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field id="stock-item" label="Item" error={faults.item}>
        {(ids) => <Input {...ids} name="item" autoComplete="off" placeholder="Tritanium" />}
      </Field>
      <Field
        id="stock-change"
        label="Change"
        hint="Units more, or −200 less."
        error={faults.change}
      >
        {(ids) => (
          <Input {...ids} name="change" autoComplete="off" inputMode="text" className="numeric" />
        )}
      </Field>
      <Field id="stock-reason" label="Reason" hint="It stays in the trail." error={faults.reason}>
        {(ids) => <Input {...ids} name="reason" autoComplete="off" maxLength={200} />}
      </Field>
      <Button
        type="submit"
        look="primary"
        aria-disabled={isPending || undefined}
        className="mt-5 max-desk:mt-0"
      >
        {isPending ? 'Saving…' : 'Change stock'}
      </Button>
      <p role="status" className="w-full text-ink-2 empty:hidden">
        {toSentence(state)}
      </p>
    </form>
  );
}

function toSentence(state: AdjustState): string {
  if (state.status === 'refused') return state.message;
  if (state.status !== 'saved') return '';
  const { name, quantity, lacking } = state;
  const there = `${formatUnits(quantity)} ${name} ${quantity === 1 ? 'is' : 'are'} there now.`;
  return lacking > 0 ? `${there} Orders wait for ${formatUnits(lacking)} more than that.` : there;
}
