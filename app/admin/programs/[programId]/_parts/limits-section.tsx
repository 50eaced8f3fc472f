import type { ProgramFormText } from '#lib/features/programs/schema.ts';
import { Checkbox } from '#lib/ui/primitives/checkbox.tsx';
import { Field } from '#lib/ui/primitives/field.tsx';
import { Input } from '#lib/ui/primitives/input.tsx';
import { Panel, PanelBody, PanelHead } from '#lib/ui/primitives/panel.tsx';
import type { ProgramFormState } from './use-program-form.ts';

type Row = {
  readonly name: Extract<
    keyof ProgramFormText,
    | 'haulingPerM3Isk'
    | 'densityLimitIsk'
    | 'densityTaxPercent'
    | 'salePercent'
    | 'saleFrom'
    | 'saleUntil'
    | 'dailyCapIsk'
    | 'pilotDailyCapIsk'
  >;
  readonly label: string;
  readonly unit?: string;
  readonly hint: string;
};

const ROWS: readonly Row[] = [
  {
    name: 'haulingPerM3Isk',
    label: 'Transport',
    unit: 'ISK/m³',
    hint: 'Taken off each price, by packaged volume. Empty: free.',
  },
  {
    name: 'dailyCapIsk',
    label: 'Most in a day',
    unit: 'ISK',
    hint: 'All quotes of a day, 00:00 to 24:00 EVE, that were not cancelled.',
  },
  {
    name: 'densityLimitIsk',
    label: 'Least for a m³',
    unit: 'ISK/m³',
    hint: 'What brings less, before transport, is refused or taxed.',
  },
  {
    name: 'pilotDailyCapIsk',
    label: 'Most in a day from one pilot',
    unit: 'ISK',
    hint: 'Pilots must sign in then: guests cannot be counted.',
  },
  {
    name: 'densityTaxPercent',
    label: 'Tax on what brings less',
    unit: '%',
    hint: 'Empty: such items are refused.',
  },
  {
    name: 'salePercent',
    label: 'Sale: bonus on every price',
    unit: '%',
    hint: 'Of the price: 2 makes 15.00 into 15.30. Empty: no sale.',
  },
  { name: 'saleFrom', label: 'Sale from, EVE time', hint: 'Empty: at once.' },
  { name: 'saleUntil', label: 'Sale until, EVE time', hint: 'Pilots see when it ends.' },
];

/** What is taken off, added and bounded beside the price of each item. */
export function LimitsSection({ form }: { form: ProgramFormState }) {
  const { text, set, errors } = form;
  return (
    <Panel aria-labelledby="limits">
      <PanelHead id="limits" title="Fees and limits" note="pilots see them before they paste" />
      <PanelBody className="grid grid-cols-[minmax(0,1fr)] gap-3 desk:grid-cols-2">
        {ROWS.map(({ name, label, unit, hint }) => (
          <Field key={name} id={name} label={label} hint={hint} error={errors[name]}>
            {(ids) => (
              <Input
                {...ids}
                {...(unit ? { unit, inputMode: 'decimal' } : { autoComplete: 'off' })}
                value={text[name]}
                onChange={(event) => set(name, event.target.value)}
              />
            )}
          </Field>
        ))}
        <Checkbox
          checked={text.takesDonations}
          onChange={(event) => set('takesDonations', event.target.checked)}
        >
          Pilots may give a share of a quote away
        </Checkbox>
      </PanelBody>
    </Panel>
  );
}
