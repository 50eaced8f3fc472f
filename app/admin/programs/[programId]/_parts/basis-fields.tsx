import {
  STATISTIC_NAMES,
  STATISTICS,
  type Statistic,
  toStatistic,
} from '#lib/core/pricing/statistic.ts';
import { Field } from '#lib/ui/primitives/field.tsx';
import { Select } from '#lib/ui/primitives/select.tsx';

type Side = 'buy' | 'sell' | 'split';

type BasisFieldProps<Value> = {
  readonly id: string;
  readonly label: string;
  readonly error: string | undefined;
  readonly value: string;
  readonly onChange: (value: Value) => void;
};

type BasisFieldsProps = {
  readonly side: BasisFieldProps<Side>;
  readonly statistic: BasisFieldProps<Statistic>;
};

/** Which side of a market's book a price is made from, and which figure of it. */
export function BasisFields({ side, statistic }: BasisFieldsProps) {
  return (
    <>
      <Field id={side.id} label={side.label} error={side.error}>
        {(ids) => (
          <Select
            {...ids}
            value={side.value}
            onChange={({ target: { value } }) => {
              if (value === 'buy' || value === 'sell' || value === 'split') side.onChange(value);
            }}
          >
            <option value="buy">Buy orders</option>
            <option value="split">Split: the middle of both</option>
            <option value="sell">Sell orders</option>
          </Select>
        )}
      </Field>
      <Field id={statistic.id} label={statistic.label} error={statistic.error}>
        {(ids) => (
          <Select
            {...ids}
            value={statistic.value}
            onChange={({ target: { value } }) => statistic.onChange(toStatistic(value))}
          >
            {STATISTICS.map((each) => (
              <option key={each} value={each}>
                {STATISTIC_NAMES[each]}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </>
  );
}
