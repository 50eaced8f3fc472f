import type { Container } from '#lib/server/container.ts';
import { getContractView } from './get-contract-view.ts';

/**
 * What a contract that is up for a quote holds, for it to be quoted anew. Nothing, of a contract that is
 * not for this quote, has ended, or asks for items in return.
 *
 * @param code Of the quote.
 */
export async function readSent(container: Container, code: string, contractId: number) {
  const contract = await getContractView(container, contractId);
  const isUpForIt =
    contract?.code === code &&
    contract.relation === 'named' &&
    contract.verdict === 'fix-needed' &&
    contract.status === 'outstanding' &&
    contract.goneAt === null;
  const asksForItems = contract?.findings.some(
    ({ check, level }) => check === 'requested-items' && level !== 'ok',
  );
  return isUpForIt && !asksForItems ? contract.items : [];
}
