/**
 * A program's limits in the database, and how much of them is used.
 *
 * @module
 */
import { type DailyCaps, type DailyUse, dayOf, hasCap } from '#lib/core/program/daily-cap.ts';
import type { ProgramLimits } from '#lib/core/program/limits.ts';
import type { Container } from './container.ts';
import type { Program } from './generated/prisma/client.ts';
import type { Tx } from './transact.ts';

/** Columns of a program that hold its limits. */
export type LimitsRow = Pick<
  Program,
  | 'haulingPerM3'
  | 'densityLimit'
  | 'densityTaxBp'
  | 'saleBonusBp'
  | 'saleFrom'
  | 'saleUntil'
  | 'dailyCap'
  | 'pilotDailyCap'
  | 'takesDonations'
>;

export function toProgramLimits(row: LimitsRow): ProgramLimits {
  const { densityLimit, densityTaxBp, saleBonusBp, saleFrom, saleUntil } = row;
  return {
    haulingPerM3Isk: row.haulingPerM3,
    density: densityLimit === null ? null : { limitPerM3Isk: densityLimit, taxBp: densityTaxBp },
    sale:
      saleBonusBp === null || saleUntil === null
        ? null
        : { bonusBp: saleBonusBp, from: saleFrom, until: saleUntil },
    dailyCapIsk: row.dailyCap,
    pilotDailyCapIsk: row.pilotDailyCap,
    takesDonations: row.takesDonations,
  };
}

export function toLimitsRow(limits: ProgramLimits): LimitsRow {
  const { density, sale } = limits;
  return {
    haulingPerM3: limits.haulingPerM3Isk,
    densityLimit: density?.limitPerM3Isk ?? null,
    densityTaxBp: density?.taxBp ?? null,
    saleBonusBp: sale?.bonusBp ?? null,
    saleFrom: sale?.from ?? null,
    saleUntil: sale?.until ?? null,
    dailyCap: limits.dailyCapIsk,
    pilotDailyCap: limits.pilotDailyCapIsk,
    takesDonations: limits.takesDonations,
  };
}

type Asked = {
  readonly programId: string;
  readonly limits: DailyCaps;
  /** Null: a guest's. */
  readonly accountId: string | null;
  readonly now: Date;
};

/**
 * What counts of the day of `now` so far; see core/program/daily-cap. Nothing is asked where there is no cap.
 *
 * Whoever makes a quote holds the program's row meanwhile, or two who ask at once would both be told that
 * there is room.
 */
export async function readDailyUse(
  db: Tx | Container['db'],
  { programId, limits, accountId, now }: Asked,
): Promise<DailyUse> {
  const nothing = { program: 0n, pilot: accountId === null ? null : 0n };
  if (!hasCap(limits)) return nothing;
  const { from, until } = dayOf(now);
  const rows = await db.$queryRaw<{ program: bigint; pilot: bigint }[]>`
    select coalesce(sum(total), 0)::bigint as program,
      coalesce(sum(total) filter (where account_id = ${accountId}::uuid), 0)::bigint as pilot
    from quote
    where program_id = ${programId}::uuid and created_at >= ${from} and created_at < ${until}
      and state <> 'cancelled'`;
  const [row] = rows;
  return row ? { program: row.program, pilot: accountId === null ? null : row.pilot } : nothing;
}
