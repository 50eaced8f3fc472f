import type { Container } from '#lib/server/container.ts';
import { fromId } from '#lib/server/ids.ts';
import { readContractViews } from './read-contract-views.ts';
import type { ContractView } from './schema.ts';

/** One contract in full, for staff; null for one that was never seen. */
export async function getContractView(
  container: Container,
  contractId: number,
): Promise<ContractView | null> {
  const [contract] = await readContractViews(container, [fromId(contractId)], 'in-full');
  return contract ?? null;
}
