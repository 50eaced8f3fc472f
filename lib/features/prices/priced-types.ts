import { createFormFinder, listFormIds } from '#lib/core/pricing/forms.ts';
import { daysOf } from '#lib/core/pricing/statistic.ts';
import type { ProgramTerms } from '#lib/core/program/terms.ts';
import type { Container } from '#lib/server/container.ts';
import { getStaticData } from '#lib/server/static-data.ts';
import { listTradedTypeIds, listTypeIdsPricedBy } from './traded-types.ts';

/**
 * The types whose books are read at a hub, ordered by id: what is traded by its prices, and what that
 * refines or is compressed to, for an ore is worth its minerals.
 */
export async function listPricedTypeIds(container: Container, hubId: number): Promise<number[]> {
  return withForms(container, await listTradedTypeIds(container, hubId));
}

/** Those of them whose price is an average of what was paid. */
export async function listAveragedTypeIds(container: Container, hubId: number): Promise<number[]> {
  const isAveraged = (basis: ProgramTerms['basis']) =>
    basis.hubId === hubId && daysOf(basis.statistic) !== null;
  return withForms(container, await listTypeIdsPricedBy(container, isAveraged));
}

async function withForms(container: Container, traded: readonly number[]): Promise<number[]> {
  const staticData = await getStaticData(container);
  const formsOf = createFormFinder(staticData);
  const forms = traded
    .flatMap((typeId) => listFormIds(formsOf(typeId)))
    .filter((typeId) => (staticData.type(typeId)?.marketGroupId ?? null) !== null);
  return [...new Set([...traded, ...forms])].toSorted((a, b) => a - b);
}
