import { describeBasis } from '#lib/core/pricing/statistic.ts';
import type { ProgramTerms } from '#lib/core/program/terms.ts';
import type { ProgramChoices } from '#lib/features/programs/schema.ts';
import { Field } from '#lib/ui/primitives/field.tsx';
import { Input } from '#lib/ui/primitives/input.tsx';
import { Select } from '#lib/ui/primitives/select.tsx';
import { formatPercent } from '#lib/ui/trade/format-numbers.ts';
import { BasisFields } from '../basis-fields.tsx';
import { RuleMethodFields } from './rule-method-fields.tsx';
import type { RuleEditorState } from './use-rule-editor.ts';

type RulePriceFieldsProps = {
  readonly editor: RuleEditorState;
  readonly program: ProgramTerms;
  readonly hubs: ProgramChoices['hubs'];
};

/** What is paid: what is left empty is the program's. */
export function RulePriceFields({ editor, program, hubs }: RulePriceFieldsProps) {
  const { text, set, errors } = editor;
  const { basis, rateBp } = program;
  return (
    <>
      <Field
        id="rule-rate"
        label="Rule’s rate"
        hint={`Empty: the program’s, ${formatPercent(rateBp)} %.`}
        error={errors.ratePercent}
      >
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
      <Field id="rule-hub" label="Rule’s market" error={errors.hubId}>
        {(ids) => (
          <Select
            {...ids}
            value={text.hubId}
            onChange={(event) => set('hubId', event.target.value)}
          >
            <option value="">The program’s: {describeBasis(basis)}</option>
            {hubs.map(({ locationId, shortName }) => (
              <option key={locationId} value={locationId}>
                {shortName}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {text.hubId !== '' && (
        <BasisFields
          side={{
            id: 'rule-side',
            label: 'Side of that book',
            error: errors.basisSide,
            value: text.basisSide,
            onChange: (value) => set('basisSide', value),
          }}
          statistic={{
            id: 'rule-statistic',
            label: 'Figure of that side',
            error: errors.basisStatistic,
            value: text.basisStatistic,
            onChange: (value) => set('basisStatistic', value),
          }}
        />
      )}
      <RuleMethodFields editor={editor} program={program} />
    </>
  );
}
