'use client';

import { useId } from 'react';
import type { Appraisal } from '#lib/features/appraisal/schema.ts';
import { Field } from '#lib/ui/primitives/field.tsx';
import { Input } from '#lib/ui/primitives/input.tsx';
import { Isk } from '#lib/ui/trade/isk.tsx';

type DonationFieldProps = {
  readonly text: string;
  readonly error: string | null;
  readonly onChange: (text: string) => void;
  readonly totals: Appraisal['totals'];
};

/** The share that the pilot gives away, and what that is of this paste. */
export function DonationField({ text, error, onChange, totals }: DonationFieldProps) {
  const id = useId();
  return (
    <div className="flex flex-wrap items-start gap-x-4 gap-y-1 border-line border-b px-3 py-2">
      <div className="w-40">
        <Field id={id} label="Give a share away" error={error}>
          {(ids) => (
            <Input
              {...ids}
              unit="%"
              inputMode="decimal"
              autoComplete="off"
              placeholder="0"
              value={text}
              onChange={(event) => onChange(event.target.value)}
            />
          )}
        </Field>
      </div>
      <p role="status" className="self-center text-ink-2 text-meta">
        {totals.donation && (
          <>
            <Isk amount={totals.donation.amountIsk} decimals={false} /> ISK of{' '}
            <Isk amount={totals.totalIsk + totals.donation.amountIsk} decimals={false} /> are given
            away. The contract asks for <Isk amount={totals.totalIsk} decimals={false} /> ISK.
          </>
        )}
      </p>
    </div>
  );
}
