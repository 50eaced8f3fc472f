import type { PricingRule } from '#lib/core/pricing/rules/rule.ts';
import { toStatistic } from '#lib/core/pricing/statistic.ts';
import type { ProgramTerms } from '#lib/core/program/terms.ts';
import type { StaticData } from '#lib/eve/static-data/index.ts';
import type { Container } from './container.ts';
import { toId } from './ids.ts';
import { toProgramLimits } from './program-limits.ts';
import {
  type ProgramFilter,
  type ProgramRow,
  readProgramRows,
  readRuledProgramRow,
} from './program-rows.ts';
import { toPricingRule } from './program-rules.ts';
import { getStaticData } from './static-data.ts';

/** Read programs as the terms that people see and quotes keep. Oldest first. */
export async function readProgramTerms(
  container: Container,
  filter: ProgramFilter,
): Promise<ProgramTerms[]> {
  const [programs, staticData] = await Promise.all([
    readProgramRows(container, filter),
    getStaticData(container),
  ]);
  return programs.map((program) => toProgramTerms(program, staticData));
}

/**
 * The oldest program that fits, with its rules; null when none does. One question, and both of the same
 * version: every appraisal asks it.
 */
export async function readRuledProgram(
  container: Container,
  filter: ProgramFilter,
): Promise<{ readonly program: ProgramTerms; readonly rules: readonly PricingRule[] } | null> {
  const [found, staticData] = await Promise.all([
    readRuledProgramRow(container, filter),
    getStaticData(container),
  ]);
  if (!found) return null;
  return {
    program: toProgramTerms(found.program, staticData),
    rules: found.rules.map((row) => toPricingRule(row, staticData)),
  };
}

/** The name of a station; a structure's name is not in the static data, so its id stands for it. */
export function placeName(staticData: StaticData, locationId: number): string {
  return staticData.station(locationId)?.name ?? `Structure ${locationId}`;
}

function toProgramTerms(program: ProgramRow, staticData: StaticData): ProgramTerms {
  const hubId = toId(program.hubId);
  return {
    programId: program.id,
    programVersion: program.version,
    name: program.name,
    side: program.side,
    codePrefix: program.codePrefix,
    assigneeId: toId(program.assigneeId),
    assigneeKind: program.assigneeKind === 'character' ? 'character' : 'corporation',
    assigneeName: program.assigneeName,
    locations: program.locationIds.map((id) => {
      const locationId = toId(id);
      return { locationId, name: placeName(staticData, locationId) };
    }),
    basis: {
      hubId,
      hubName: program.hubName ?? placeName(staticData, hubId),
      side:
        program.basisSide === 'sell' || program.basisSide === 'split' ? program.basisSide : 'buy',
      statistic: toStatistic(program.basisStatistic),
    },
    rateBp: program.rateBp,
    refineYield: program.refineYield,
    minimumVolume: program.minimumVolume === null ? null : toId(program.minimumVolume),
    sellCapBp: program.sellCapBp,
    lifetimeHours: program.lifetimeHours,
    toleranceBp: program.toleranceBp,
    toleranceIsk: program.tolerance,
    minimumTotalIsk: program.minimumTotal,
    maximumTotalIsk: program.maximumTotal,
    staleAfterMinutes: program.staleAfterMinutes,
    acceptedCategoryIds: program.acceptedCategoryIds,
    acceptedGroupIds: program.acceptedGroupIds,
    instructions: program.instructions,
    isOpen: program.isOpen,
    limits: toProgramLimits(program),
  };
}
