import { formatIsk } from '#lib/core/isk.ts';
import { formatUnits } from '#lib/ui/trade/format-numbers.ts';
import { formatSpan } from '#lib/ui/trade/format-times.ts';
import type { Offer } from './offer.ts';

const STEPS = [
  [
    'Get a quote',
    ({ lifetime }: HowItGoesProps) => `A code and a price for ${lifetime}, no sign-in.`,
  ],
  ['Make the contract in game', () => 'The quote page gives you each field.'],
  ['It is checked line by line', () => 'Minutes later you see what to fix, if anything.'],
  [
    'You are paid on accept',
    ({ acceptance, funds }: HowItGoesProps) =>
      `The trader accepts in game; the ISK is yours at once.${describeAcceptance(acceptance)}${describeFunds(funds)}`,
  ],
] as const;

type HowItGoesProps = {
  readonly lifetime: string;
  readonly acceptance: Offer['acceptance'];
  readonly funds: Offer['funds'];
};

/** The whole way in four steps, for those who are here for the first time. */
export function HowItGoes(props: HowItGoesProps) {
  return (
    <section aria-labelledby="how-it-goes">
      <h2 id="how-it-goes" className="mb-2 font-semibold">
        How it goes
      </h2>
      <ol className="grid gap-4">
        {STEPS.map(([title, sentence], index) => (
          <li key={title} className="grid grid-cols-[20px_1fr] gap-x-3">
            <span
              aria-hidden="true"
              className="row-span-2 border-line border-r font-medium text-ink-3"
            >
              {index + 1}
            </span>
            <b className="font-semibold">{title}</b>
            <span className="text-ink-2">{sentence(props)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function describeAcceptance(acceptance: Offer['acceptance']): string {
  if (!acceptance) return '';
  const { medianMs, contracts } = acceptance;
  return ` Half of the last ${formatUnits(contracts)} contracts were accepted within ${formatSpan(medianMs)}.`;
}

function describeFunds(funds: Offer['funds']): string {
  if (!funds) return '';
  if (funds.freeIsk === 0n) return ' All that the trader has now is promised to others already.';
  return ` Beyond what is quoted already, the trader can pay ${formatIsk(funds.freeIsk, { decimals: false })} ISK now.`;
}
