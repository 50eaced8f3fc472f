import type { ProgramChoices } from '#lib/features/programs/schema.ts';
import { Field } from '#lib/ui/primitives/field.tsx';
import { Input } from '#lib/ui/primitives/input.tsx';
import { Panel, PanelBody, PanelHead } from '#lib/ui/primitives/panel.tsx';
import { Select } from '#lib/ui/primitives/select.tsx';
import { BasisFields } from './basis-fields.tsx';
import type { ProgramFormState } from './use-program-form.ts';

type PriceSectionProps = {
  readonly form: ProgramFormState;
  readonly hubs: ProgramChoices['hubs'];
};

const GUARDS = [
  {
    name: 'refineYield',
    label: 'Yield of your refinery',
    unit: '%',
    hint: 'For rules that pay for what things refine to.',
  },
  {
    name: 'sellCapPercent',
    label: 'Buy price at most',
    unit: '% of sell',
    hint: 'A buy order above it counts as that. Empty: no limit.',
  },
  {
    name: 'minimumVolume',
    label: 'Fewest units of a book',
    unit: 'units',
    hint: 'Below it makes no price; ore is valued by its minerals. Empty: any.',
  },
] as const;

/** What a unit price is made from. */
export function PriceSection({ form, hubs }: PriceSectionProps) {
  const { text, set, errors } = form;
  return (
    <Panel aria-labelledby="price">
      <PanelHead id="price" title="Price" note="rate × figure of the market" />
      <PanelBody className="grid grid-cols-[minmax(0,1fr)] gap-3 desk:grid-cols-2">
        <Field id="ratePercent" label="Rate" error={errors.ratePercent}>
          {(ids) => (
            <Input
              {...ids}
              unit="%"
              inputMode="decimal"
              value={text.ratePercent}
              onChange={(event) => set('ratePercent', event.target.value)}
            />
          )}
        </Field>
        <Field id="hubId" label="Market" error={errors.hubId}>
          {(ids) => (
            <Select
              {...ids}
              value={text.hubId}
              onChange={(event) => set('hubId', event.target.value)}
            >
              {hubs.map(({ locationId, shortName }) => (
                <option key={locationId} value={locationId}>
                  {shortName}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <BasisFields
          side={{
            id: 'basisSide',
            label: 'Side of the book',
            error: errors.basisSide,
            value: text.basisSide,
            onChange: (value) => set('basisSide', value),
          }}
          statistic={{
            id: 'basisStatistic',
            label: 'Figure',
            error: errors.basisStatistic,
            value: text.basisStatistic,
            onChange: (value) => set('basisStatistic', value),
          }}
        />
        {GUARDS.map(({ name, label, unit, hint }) => (
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
