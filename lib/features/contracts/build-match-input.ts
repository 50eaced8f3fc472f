import { mayDeliver } from '#lib/core/matching/checks/people.ts';
import type {
  MatchContract,
  MatchInput,
  MatchItem,
  OtherContract,
} from '#lib/core/matching/match-input.ts';
import { fromId } from '#lib/server/ids.ts';
import type { Tx } from '#lib/server/transact.ts';
import { FINISHED_STATUSES, fromContractRow, fromItemRow } from './contract-row.ts';
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
/** Whoever has a guest's code may make any number of contracts for it. */
const MAXIMUM_OTHERS = 20;

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
  // How a stranger's stands among the others nobody needs to know, least of all the stranger.
  const stored = mayDeliver(subject.contract.issuerId, program)
    ? await readOthers(tx, row.id, subject.contract)
    : [];
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

/**
 * Other contracts for this quote that count beside it: see `countsBesideOthers`. Those that were
 * accepted and those of the same character first.
 */
async function readOthers(
  tx: Tx,
  quoteId: string,
  { contractId, issuerId }: MatchContract,
): Promise<OtherContract[]> {
  const counting = await tx.$queryRaw<{ id: bigint }[]>`
    select id from contract
    where quote_id = ${quoteId}::uuid and relation = 'named' and gone_at is null
      and offer_hash is not null and id <> ${fromId(contractId)}
    order by status = any(${[...FINISHED_STATUSES]}::text[]) desc, issuer_id = ${fromId(issuerId)} desc,
      date_issued, id
    limit ${MAXIMUM_OTHERS}`;
  if (counting.length === 0) return [];
  const rows = await tx.contract.findMany({
    where: { id: { in: counting.map(({ id }) => id) } },
    include: { items: { orderBy: { recordId: 'asc' } } },
    orderBy: { id: 'asc' },
  });
  return rows.map((row) => ({
    contract: fromContractRow(row),
    items: row.itemsState === 'read' ? row.items.map(fromItemRow) : null,
  }));
}
