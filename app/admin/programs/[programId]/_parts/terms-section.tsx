import type { ProgramFormText } from '#lib/features/programs/schema.ts';
import { Field } from '#lib/ui/primitives/field.tsx';
import { Input } from '#lib/ui/primitives/input.tsx';
import { Panel, PanelBody, PanelHead } from '#lib/ui/primitives/panel.tsx';
import type { ProgramFormState } from './use-program-form.ts';

type TextName = {
  [Name in keyof ProgramFormText]: ProgramFormText[Name] extends string ? Name : never;
}[keyof ProgramFormText] &
  (
    | 'lifetimeHours'
    | 'tolerancePercent'
    | 'toleranceIsk'
    | 'minimumTotalIsk'
    | 'maximumTotalIsk'
    | 'staleAfterMinutes'
  );

type Row = {
  readonly name: TextName;
  readonly label: string;
  readonly unit: string;
  readonly hint: string;
};

const ROWS: readonly Row[] = [
  {
    name: 'lifetimeHours',
    label: 'A quote holds',
    unit: 'hours',
    hint: 'A contract must be issued within.',
  },
  {
    name: 'staleAfterMinutes',
    label: 'Prices are stale after',
    unit: 'min',
    hint: 'From then on nothing is quoted.',
  },
  {
    name: 'tolerancePercent',
    label: 'Tolerance above the quote',
    unit: '%',
    hint: 'The larger of both tolerances applies.',
  },
  {
    name: 'toleranceIsk',
    label: 'Tolerance in ISK',
    unit: 'ISK',
    hint: 'A contract may ask this much more.',
  },
  { name: 'minimumTotalIsk', label: 'Smallest quote', unit: 'ISK', hint: 'Empty: no limit.' },
  { name: 'maximumTotalIsk', label: 'Largest quote', unit: 'ISK', hint: 'Empty: no limit.' },
];

/** How long a quote holds, and how closely a contract must follow it. */
export function TermsSection({ form }: { form: ProgramFormState }) {
  const { text, set, errors } = form;
  return (
    <Panel aria-labelledby="terms">
      <PanelHead id="terms" title="Terms" note="quotes made before keep theirs" />
      <PanelBody className="grid grid-cols-[minmax(0,1fr)] gap-3 desk:grid-cols-2">
        {ROWS.map(({ name, label, unit, hint }) => (
          <Field key={name} id={name} label={label} hint={hint} error={errors[name]}>
            {(ids) => (
              <Input
                {...ids}
                unit={unit}
                inputMode="decimal"
                value={text[name]}
                onChange={(event) => set(name, event.target.value)}
              />
            )}
          </Field>
        ))}
      </PanelBody>
    </Panel>
  );
}
