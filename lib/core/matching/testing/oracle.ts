import type { VerdictKind } from '../finding.ts';
import type { MatchInput } from '../match-input.ts';

/**
 * What a careful trader would say of a contract whose title is either the quote's code or empty,
 * without looking at other contracts. Written apart from the checks, straight from the rules, slow
 * and in plain numbers: use amounts below 2^46 hundredths.
 */
export function judgeByHand({ quote, program, contract, items, now }: MatchInput): VerdictKind {
  const isNamed = contract.title === quote.code;
  const given = (items ?? []).flatMap((i) => (i.isIncluded ? [[i.typeId, i.quantity]] : []));
  const wanted = quote.lines.map((line) => [line.typeId, line.quantity]);
  const types = new Set([...given, ...wanted].map(([typeId]) => typeId));
  const unitsIn = (rows: (number | undefined)[][], typeId?: number) =>
    rows.reduce((sum, [id, units = 0]) => sum + (id === typeId ? units : 0), 0);
  const isSame =
    items !== null && [...types].every((id) => unitsIn(given, id) === unitsIn(wanted, id));

  const asked = Number(contract.price ?? 0n);
  const quoted = Number(quote.total);
  const slack = Math.max(Number(program.tolerance), (quoted * program.toleranceBp) / 10_000);
  const isClose = Math.abs(asked - quoted) <= slack;

  if ((items ?? []).some((item) => !item.isIncluded)) return 'suspicious';
  if (!isClose && asked * 2 > quoted * 3 && (isNamed || isSame)) return 'suspicious';
  const isPilots = program.issuerIds.includes(contract.issuerId);
  if (!isNamed) return isSame && isClose && isPilots ? 'fix-needed' : 'unmatched';

  const issuedMs = contract.dateIssued.getTime() - quote.createdAt.getTime();
  const isRight =
    contract.type === 'item_exchange' &&
    ['outstanding', 'finished'].includes(contract.status) &&
    contract.assigneeId === program.assigneeId &&
    (isPilots || program.issuerIds.length === 0) &&
    contract.availability !== 'public' &&
    (isClose || (asked < quoted && asked * 100 >= quoted * 95)) &&
    !contract.reward &&
    !contract.collateral &&
    [quote.locationId, ...program.locationIds].includes(contract.startLocationId ?? -1) &&
    issuedMs >= 0 &&
    contract.dateIssued <= quote.expiresAt &&
    (contract.status === 'finished' || contract.dateExpired > now) &&
    isSame &&
    !(items ?? []).some((item) => item.rawQuantity === -2);
  return isRight ? 'valid' : 'fix-needed';
}
