import { formatIsk } from '#lib/core/isk.ts';
import { formatRateBp } from '#lib/core/pricing/explained-numbers.ts';
import { mayRefine, type Remainder } from '#lib/core/pricing/method.ts';
import { describeTimes } from '#lib/core/pricing/rules/describe-rule.ts';
import { isHolding, type PricingRule } from '#lib/core/pricing/rules/rule.ts';
import { type DailyUse, leftOf } from '#lib/core/program/daily-cap.ts';
import type { ProgramTerms } from '#lib/core/program/terms.ts';
import type { Condition } from './offer.ts';

type Facts = {
  /** What counts of the day so far. */
  readonly use: DailyUse;
  readonly rules: readonly PricingRule[];
  readonly now: Date;
};

/** More of them nobody reads before pasting; each line says its own rule anyway. */
const MOST_TIMED = 8;

/** What a pilot should know of a program before pasting, beside its rate: one row each, none that says nothing. */
export function describeConditions(terms: ProgramTerms, facts: Facts): Condition[] {
  const { limits } = terms;
  const rows: (Condition | null)[] = [
    row('Each quote', describeBounds(terms)),
    ...describeCaps(terms, facts.use),
    row('Sale', describeSale(terms, facts.now)),
    ...describeTimed(terms, facts),
    row(
      'Transport',
      limits.haulingPerM3Isk !== null &&
        `${formatIsk(limits.haulingPerM3Isk)} ISK/m³, taken off each price by packaged volume`,
    ),
    row('Low value', describeDensity(terms)),
    row(
      'Donation',
      limits.takesDonations && 'You may give a share of a quote away; its price is then less.',
    ),
    row('Leftovers', describeLeftovers(facts)),
  ];
  return rows.filter((each) => each !== null);
}

function describeBounds({ minimumTotalIsk: low, maximumTotalIsk: high }: ProgramTerms) {
  if (low !== null && high !== null) return `${isk(low)} to ${isk(high)} ISK`;
  if (low !== null) return `${isk(low)} ISK or more`;
  return high !== null && `${isk(high)} ISK or less`;
}

function describeCaps({ limits }: ProgramTerms, use: DailyUse): (Condition | null)[] {
  const { dailyCapIsk, pilotDailyCapIsk } = limits;
  const left = (cap: bigint, used: bigint) =>
    `${isk(cap)} ISK, ${isk(leftOf(cap, used) ?? 0n)} left today`;
  const hasCap = dailyCapIsk !== null || pilotDailyCapIsk !== null;
  return [
    row('In a day', dailyCapIsk !== null && left(dailyCapIsk, use.program)),
    row(
      'From you in a day',
      pilotDailyCapIsk !== null &&
        (use.pilot === null
          ? `${isk(pilotDailyCapIsk)} ISK. Sign in to get a quote: guests cannot be counted.`
          : left(pilotDailyCapIsk, use.pilot)),
    ),
    row(
      'What counts',
      hasCap && 'Every quote of the day, 00:00 to 24:00 EVE, that was not cancelled.',
    ),
  ];
}

function describeSale({ limits: { sale } }: ProgramTerms, now: Date): string | false {
  if (!sale || sale.until <= now) return false;
  const validFrom = sale.from && sale.from > now ? sale.from : null;
  const times = describeTimes({ validFrom, validUntil: sale.until });
  return `${formatRateBp(sale.bonusBp)} more on every price ${times}`;
}

function describeTimed({ rateBp, basis }: ProgramTerms, { rules, now }: Facts): Condition[] {
  const ending = rules.filter((rule) => rule.validUntil !== null && isHolding(rule, now));
  return ending
    .toSorted((a, b) => Number(a.validUntil) - Number(b.validUntil))
    .slice(0, MOST_TIMED)
    .map((rule) => {
      const { hubName, side } = rule.basis ?? basis;
      const price = `${formatRateBp(rule.rateBp ?? rateBp)} of ${hubName} ${side}`;
      const what = rule.action === 'refuse' ? 'not bought' : price;
      const times = describeTimes({ validFrom: null, validUntil: rule.validUntil });
      return { name: rule.scope.name, value: `${what} ${times}` };
    });
}

function describeDensity({ limits: { density } }: ProgramTerms): string | false {
  if (density === null) return false;
  const limit = `${formatIsk(density.limitPerM3Isk)} ISK/m³`;
  return density.taxBp === null
    ? `What brings less than ${limit} is not bought`
    : `${formatRateBp(density.taxBp)} less for what brings less than ${limit}`;
}

/** What becomes of units that fill no portion, where anything is paid for by what it refines to. */
function describeLeftovers({ rules, now }: Facts): string {
  const refining = rules.filter(
    (rule) => rule.action === 'accept' && isHolding(rule, now) && mayRefine(rule.paying.method),
  );
  const fates = [...new Set(refining.map(({ paying }) => paying.remainder))];
  const [fate] = fates;
  if (!fate) {
    return 'None: items are bought as they are, to the last unit. What is refused stays yours.';
  }
  const which = fates.length > 1 ? 'by the item’s rule' : REMAINDERS_SAID[fate];
  return `Of what is paid for refined, units that fill no portion are ${which}; the line says so. What is refused stays yours.`;
}

const REMAINDERS_SAID: Record<Remainder, string> = {
  unpaid: 'not paid for',
  'as-is': 'paid for as they are',
};

function row(name: string, value: string | false): Condition | null {
  return value === false ? null : { name, value };
}

/** Whole where it is; a limit with cents says them. */
function isk(amount: bigint): string {
  return formatIsk(amount, { decimals: amount % 100n !== 0n });
}
