import { formatIsk, toIskText } from '#lib/core/isk.ts';

type IskProps = {
  /** Hundredths of ISK. */
  readonly amount: bigint;
  /** `false`: whole ISK, cut. One column never mixes. */
  readonly decimals?: boolean;
};

/** An amount without its unit (the column's head has it); the exact value in `value`. */
export function Isk({ amount, decimals = true }: IskProps) {
  return (
    <data value={toIskText(amount)} className="numeric">
      {formatIsk(amount, { decimals })}
    </data>
  );
}
