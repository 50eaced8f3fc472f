/**
 * How much a program buys in a day. A day is one of EVE's, from 00:00 to 24:00 UTC. What counts of it is
 * every quote that was made in it and not cancelled, with its total: also one that ran out, since a
 * contract that was issued in time is paid all the same.
 *
 * @module
 */
import { formatIsk } from '../isk.ts';
import type { ProgramLimits } from './limits.ts';

export type DailyCaps = Pick<ProgramLimits, 'dailyCapIsk' | 'pilotDailyCapIsk'>;

/** What counts of a day so far, in hundredths of ISK. */
export type DailyUse = {
  readonly program: bigint;
  /** Of the account that asks; null: of a guest, whom nobody can count. */
  readonly pilot: bigint | null;
};

export type CapReason = 'over-daily-cap' | 'over-pilot-cap' | 'sign-in-needed';
export type CapRefusal = { readonly reason: CapReason; readonly sentence: string };

const DAY_MS = 86_400_000;

/** The day of a moment: its first, and the first of the next. */
export function dayOf(at: Date): { readonly from: Date; readonly until: Date } {
  const from = Math.floor(at.getTime() / DAY_MS) * DAY_MS;
  return { from: new Date(from), until: new Date(from + DAY_MS) };
}

/** Whether what counts of a day has to be known to quote. */
export function hasCap({ dailyCapIsk, pilotDailyCapIsk }: DailyCaps): boolean {
  return dailyCapIsk !== null || pilotDailyCapIsk !== null;
}

/** What is left of a cap, never below 0; null: there is no cap. */
export function leftOf(cap: bigint | null, used: bigint): bigint | null {
  if (cap === null) return null;
  return used < cap ? cap - used : 0n;
}

/** Why a quote of so much does not fit into the day; null: it does. */
export function findCapRefusal(
  { dailyCapIsk, pilotDailyCapIsk }: DailyCaps,
  use: DailyUse,
  total: bigint,
): CapRefusal | null {
  if (pilotDailyCapIsk !== null && use.pilot === null) {
    return { reason: 'sign-in-needed', sentence: SIGN_IN };
  }
  const pilotLeft = leftOf(pilotDailyCapIsk, use.pilot ?? 0n);
  const programLeft = leftOf(dailyCapIsk, use.program);
  if (pilotDailyCapIsk !== null && pilotLeft !== null && total > pilotLeft) {
    return {
      reason: 'over-pilot-cap',
      sentence: `From each pilot this program buys for ${whole(pilotDailyCapIsk)} ISK a day. Of yours ${whole(pilotLeft)} are left today, and this is ${whole(total - pilotLeft)} more. Sell less now, cancel an open quote that you do not need, or come back after 00:00 EVE.`,
    };
  }
  if (dailyCapIsk !== null && programLeft !== null && total > programLeft) {
    return {
      reason: 'over-daily-cap',
      sentence: `This program buys for ${whole(dailyCapIsk)} ISK a day. Of that ${whole(programLeft)} are left today, and this is ${whole(total - programLeft)} more. Sell less now, or come back after 00:00 EVE.`,
    };
  }
  return null;
}

const SIGN_IN =
  'This program counts what each pilot sells in a day, so it quotes only pilots who are signed in. Sign in, and paste again.';

/** Totals and caps are whole ISK; a cap with cents says them. */
function whole(amount: bigint): string {
  return formatIsk(amount, { decimals: amount % 100n !== 0n });
}
