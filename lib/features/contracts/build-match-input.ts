import type {
  MatchContract,
  MatchInput,
  MatchItem,
  OtherContract,
} from '#lib/core/matching/match-input.ts';
import type { Tx } from '#lib/server/transact.ts';
import { fromContractRow, fromItemRow } from './contract-row.ts';
import { type QuoteRow, readQuoteSide } from './quote-facts.ts';

export type MatchSubject = {
  readonly contract: MatchContract;
  readonly items: readonly MatchItem[] | null;
};

export type MatchParts = {
  readonly now: Date;
  readonly packagedVolumeM3: (typeId: number) => number | undefined;
};

/** Our clock against EVE's; past a minute a contract is somebody else's old one. */
const CLOCK_SKEW_MS = 60_000;

/**
 * Put a contract beside a quote, with all that the checks ask for.
 *
 * @param knownCodes The codes in the contract's title that belong to quotes.
 * @param alsoOffered Other contracts for the quote that are not stored here.
 */
export async function buildMatchInput(
  tx: Tx,
  row: QuoteRow,
  {
    subject,
    knownCodes,
    parts,
    alsoOffered = [],
  }: {
    subject: MatchSubject;
    knownCodes: readonly string[];
    parts: MatchParts;
    alsoOffered?: readonly MatchSubject[];
  },
): Promise<MatchInput> {
  const { quote, program } = await readQuoteSide(tx, row);
  const stored = await readOthers(tx, row.id, subject.contract.contractId);
  const storedIds = new Set(stored.map(({ contract }) => contract.contractId));
  const typeIds = [...quote.lines, ...(subject.items ?? [])].map(({ typeId }) => typeId);
  const volumes = [...new Set(typeIds)].flatMap((typeId) => {
    const volumeM3 = parts.packagedVolumeM3(typeId);
    return volumeM3 === undefined ? [] : [[String(typeId), volumeM3] as const];
  });
  return {
    quote,
    program,
    contract: subject.contract,
    items: subject.items,
    now: parts.now,
    clockSkewMs: CLOCK_SKEW_MS,
    otherContracts: [
      ...stored,
      ...alsoOffered.filter(({ contract }) => !storedIds.has(contract.contractId)),
    ],
    knownCodes,
    packagedVolumesM3: Object.fromEntries(volumes),
  };
}

/** Other contracts that name this quote and still show in EVE. */
async function readOthers(tx: Tx, quoteId: string, contractId: number): Promise<OtherContract[]> {
  const rows = await tx.contract.findMany({
    where: { quoteId, relation: 'named', goneAt: null, id: { not: BigInt(contractId) } },
    include: { items: true },
    orderBy: { id: 'asc' },
    take: 50,
  });
  return rows.map((row) => ({
    contract: fromContractRow(row),
    items: row.itemsState === 'read' ? row.items.map(fromItemRow) : null,
  }));
}
