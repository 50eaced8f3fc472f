import { formatIsk } from '#lib/core/isk.ts';
import type { ProgramLimits } from '#lib/core/program/limits.ts';
import { decimal, toDecimalText, toPercent } from '#lib/core/reprocessing/decimal.ts';
import type { Program, ProgramFormText } from '#lib/features/programs/schema.ts';

/** A program as the text of its form. */
export function toFormText(program: Program): ProgramFormText {
  return {
    name: program.name,
    isOpen: program.isOpen,
    assigneeId: String(program.assigneeId),
    locationIds: program.locations.map(({ locationId }) => locationId),
    hubId: String(program.basis.hubId),
    basisSide: program.basis.side,
    basisStatistic: program.basis.statistic,
    ratePercent: String(program.rateBp / 100),
    refineYield: toShareText(program.refineYield),
    minimumVolume: program.minimumVolume === null ? '' : String(program.minimumVolume),
    sellCapPercent: program.sellCapBp === null ? '' : String(program.sellCapBp / 100),
    lifetimeHours: String(program.lifetimeHours),
    tolerancePercent: String(program.toleranceBp / 100),
    toleranceIsk: formatIsk(program.toleranceIsk),
    minimumTotalIsk: optional(program.minimumTotalIsk),
    maximumTotalIsk: optional(program.maximumTotalIsk),
    staleAfterMinutes: String(program.staleAfterMinutes),
    acceptedCategoryIds: program.acceptedCategoryIds,
    acceptedGroupIds: program.acceptedGroupIds,
    instructions: program.instructions,
    ...toLimitsText(program.limits),
  };
}

/** A share of 1 as it is typed, in percent: "90.63"; nothing where none is said. */
export function toShareText(share: string | null): string {
  return share === null ? '' : toDecimalText(toPercent(decimal(share)));
}

/** The first message of each field that the form would be refused for. */
export function toFieldErrors(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): Readonly<Record<string, string>> {
  const pairs = issues.map(({ path, message }) => [String(path[0] ?? ''), message] as const);
  return Object.fromEntries(pairs.toReversed());
}

function toLimitsText(limits: ProgramLimits) {
  const { density, sale } = limits;
  return {
    haulingPerM3Isk: optional(limits.haulingPerM3Isk),
    densityLimitIsk: optional(density?.limitPerM3Isk ?? null),
    densityTaxPercent: density?.taxBp ? String(density.taxBp / 100) : '',
    salePercent: sale ? String(sale.bonusBp / 100) : '',
    saleFrom: moment(sale?.from ?? null),
    saleUntil: moment(sale?.until ?? null),
    dailyCapIsk: optional(limits.dailyCapIsk),
    pilotDailyCapIsk: optional(limits.pilotDailyCapIsk),
    takesDonations: limits.takesDonations,
  };
}

function moment(at: Date | null): string {
  return at === null ? '' : at.toISOString().slice(0, 16).replace('T', ' ');
}

function optional(amount: bigint | null): string {
  return amount === null ? '' : formatIsk(amount);
}
