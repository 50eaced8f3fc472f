import type { VerdictKind } from '../finding.ts';
import type { MatchInput, MatchItem, MatchLine } from '../match-input.ts';
import { TITLES } from './arbitraries.ts';

/**
 * What a careful trader would say of a contract with one of the `TITLES`, without looking at other
 * contracts. Written apart from the checks, straight from the rules of the glossary: slow, type by
 * type, field by field.
 */
export function judgeByHand(input: MatchInput): VerdictKind {
  const { quote, program, contract, items, now, clockSkewMs = 0 } = input;
  const meaning = new Map<string, string>(Object.entries(TITLES)).get(contract.title ?? '');
  const isNamed = meaning === 'named' || meaning === 'several';
  const isFinished = contract.status.startsWith('finished');
  const given = (items ?? []).filter((item) => item.isIncluded);
  const types = new Set([...given, ...quote.lines].map((each) => each.typeId));
  const isSame =
    items !== null &&
    given.every((item) => item.quantity >= 0) &&
    [...types].every((type) => unitsOf(given, type) === unitsOf(quote.lines, type));

  const price = contract.price ?? 0n;
  const off = price > quote.total ? price - quote.total : quote.total - price;
  const isClose =
    off <= program.tolerance || off * 10_000n <= quote.total * BigInt(program.toleranceBp);
  const isGift = price < quote.total && price * 100n >= quote.total * 95n;

  if ((items ?? []).some((item) => !item.isIncluded)) return 'suspicious';
  const isMeant = isNamed || meaning === 'slip' || isSame;
  if (!isClose && price * 2n > quote.total * 3n && isMeant) return 'suspicious';
  const isPilots = program.issuerIds.includes(contract.issuerId);
  if (meaning === 'another') return 'unmatched';
  if (meaning === 'slip') return 'fix-needed';
  if (!isNamed) return isSame && isClose && isPilots ? 'fix-needed' : 'unmatched';

  const isRight =
    meaning !== 'several' &&
    contract.type === 'item_exchange' &&
    (contract.status === 'outstanding' || isFinished) &&
    contract.assigneeId === program.assigneeId &&
    (isPilots || program.issuerIds.length === 0) &&
    contract.availability !== 'public' &&
    (isClose || isGift) &&
    !contract.reward &&
    !contract.collateral &&
    [quote.locationId, ...program.locationIds].includes(contract.startLocationId ?? -1) &&
    contract.dateIssued.getTime() + clockSkewMs >= quote.createdAt.getTime() &&
    contract.dateIssued <= quote.expiresAt &&
    (contract.status !== 'outstanding' || contract.dateExpired > now) &&
    isSame &&
    [...types].every((type) => areCopiesRight(quote.lines, given, type)) &&
    quote.state !== 'cancelled' &&
    (quote.state !== 'completed' || isFinished);
  return isRight ? 'valid' : 'fix-needed';
}

/** No more copies than were quoted; and for a quoted copy no original, where EVE says which is which. */
function areCopiesRight(lines: readonly MatchLine[], given: readonly MatchItem[], type: number) {
  const copiesQuoted = unitsOf(
    lines.filter((line) => line.blueprintCopy),
    type,
  );
  const originalsQuoted = unitsOf(lines, type) - copiesQuoted;
  const copies = unitsOf(
    given.filter((item) => item.rawQuantity === -2),
    type,
  );
  const originals = unitsOf(
    given.filter((item) => item.rawQuantity === -1),
    type,
  );
  return copies <= copiesQuoted && (copiesQuoted === 0 || originals <= originalsQuoted);
}

function unitsOf(rows: readonly { typeId: number; quantity: number }[], type: number): number {
  return rows.reduce((sum, { typeId, quantity }) => sum + (typeId === type ? quantity : 0), 0);
}
