/**
 * The fields of a program's form for what it takes off, adds and bounds.
 *
 * @module
 */
import * as z from 'zod';
import { optionalPositiveIskText } from '#lib/core/typed-isk.ts';
import { momentText, optionalText, percentText } from '#lib/core/typed-text.ts';
import type { ProgramLimits } from './limits.ts';

const PER_M3 = 'An amount of ISK for a m³, or nothing.';
const CAP = 'An amount of ISK, or nothing for no limit.';
const TAX = 'Between 0.01 and 99.99, with at most two decimals, or nothing to refuse such items.';
const BONUS = 'Between 0.01 and 50, with at most two decimals, or nothing for no sale.';
const MOMENT = 'A day and a time, such as 2026-11-24 11:00, or nothing.';

export const limitFields = {
  haulingPerM3Isk: optionalPositiveIskText(PER_M3),
  densityLimitIsk: optionalPositiveIskText(PER_M3),
  densityTaxPercent: optionalText(percentText(1, 9_999, TAX), TAX),
  salePercent: optionalText(percentText(1, 5_000, BONUS), BONUS),
  saleFrom: optionalText(momentText(MOMENT), MOMENT),
  saleUntil: optionalText(momentText(MOMENT), MOMENT),
  dailyCapIsk: optionalPositiveIskText(CAP),
  pilotDailyCapIsk: optionalPositiveIskText(CAP),
  takesDonations: z.boolean(),
};

const limitFieldsSchema = z.object(limitFields);
type LimitValues = z.output<typeof limitFieldsSchema>;
type LimitFault = { readonly path: keyof LimitValues; readonly message: string };

/** What of the limits contradicts something else in the form. */
export function findLimitFaults(
  form: LimitValues & { readonly minimumTotalIsk: bigint | null },
): LimitFault[] {
  const { salePercent, saleFrom, saleUntil, dailyCapIsk, pilotDailyCapIsk } = form;
  const low = form.minimumTotalIsk;
  const faults: (LimitFault | false)[] = [
    form.densityTaxPercent !== null &&
      form.densityLimitIsk === null && {
        path: 'densityLimitIsk',
        message: 'Say below how many ISK a m³ the tax is taken.',
      },
    salePercent === null &&
      (saleFrom !== null || saleUntil !== null) && {
        path: 'salePercent',
        message: 'Say how much the sale adds, or clear its times.',
      },
    salePercent !== null &&
      saleUntil === null && {
        path: 'saleUntil',
        message: 'A sale has an end, and pilots are told of it.',
      },
    saleFrom !== null &&
      saleUntil !== null &&
      saleFrom >= saleUntil && { path: 'saleUntil', message: 'It would end before it begins.' },
    low !== null &&
      dailyCapIsk !== null &&
      dailyCapIsk < low && {
        path: 'dailyCapIsk',
        message: 'Below the smallest quote: nothing could be sold.',
      },
    low !== null &&
      pilotDailyCapIsk !== null &&
      pilotDailyCapIsk < low && {
        path: 'pilotDailyCapIsk',
        message: 'Below the smallest quote: nobody could sell anything.',
      },
    dailyCapIsk !== null &&
      pilotDailyCapIsk !== null &&
      pilotDailyCapIsk > dailyCapIsk && {
        path: 'pilotDailyCapIsk',
        message: 'Above the day’s limit of the program: it would never be reached.',
      },
  ];
  return faults.filter((fault) => fault !== false);
}

/** What the fields mean. */
export function toLimits(values: LimitValues): ProgramLimits {
  const { densityLimitIsk, salePercent, saleUntil } = values;
  return {
    haulingPerM3Isk: values.haulingPerM3Isk,
    density:
      densityLimitIsk === null
        ? null
        : { limitPerM3Isk: densityLimitIsk, taxBp: values.densityTaxPercent },
    sale:
      salePercent === null || saleUntil === null
        ? null
        : { bonusBp: salePercent, from: values.saleFrom, until: saleUntil },
    dailyCapIsk: values.dailyCapIsk,
    pilotDailyCapIsk: values.pilotDailyCapIsk,
    takesDonations: values.takesDonations,
  };
}
