import type { ReactNode } from 'react';
import type { Appraisal } from '#lib/features/appraisal/schema.ts';
import { Age } from '#lib/ui/trade/age.tsx';
import { Figure } from '#lib/ui/trade/figure.tsx';
import { formatUnits, formatVolume } from '#lib/ui/trade/format-numbers.ts';
import { Isk } from '#lib/ui/trade/isk.tsx';

/** What it comes to: one large figure, the rest beside it, the button at the end. */
export function Totals({ appraisal, action }: { appraisal: Appraisal; action: ReactNode }) {
  const { totals, prices } = appraisal;
  return (
    <div className="flex flex-wrap items-center gap-x-8 gap-y-3 border-line border-b p-3 max-desk:gap-x-6">
      <dl className="contents">
        <Total name="We pay" isLarge>
          <Figure unit="ISK" large>
            <Isk amount={totals.totalIsk} decimals={false} />
          </Figure>
        </Total>
        <Total name="Volume">
          <Figure unit="m³">{formatVolume(totals.volumeM3)}</Figure>
        </Total>
        {totals.densityIsk !== null && (
          <Total name="Density">
            <Figure unit="ISK/m³">{formatUnits(Number(totals.densityIsk / 100n))}</Figure>
          </Total>
        )}
        <Total name={`Prices, ${prices.hubName}`}>
          <span className="block leading-[22px]">
            <Age asOf={prices.asOf} nextAt={prices.nextAt} isStale={prices.isStale} />
          </span>
        </Total>
      </dl>
      <div className="ml-auto max-desk:hidden">{action}</div>
    </div>
  );
}

function Total({
  name,
  isLarge,
  children,
}: {
  name: string;
  isLarge?: boolean;
  children: ReactNode;
}) {
  return (
    <div
      className={isLarge ? 'max-desk:flex max-desk:basis-full max-desk:justify-between' : undefined}
    >
      <dt className="font-medium text-head text-ink-3">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
