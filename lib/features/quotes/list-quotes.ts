import { formatQuoteCode } from '#lib/core/quote/code.ts';
import type { Container } from '#lib/server/container.ts';
import type { Prisma, VerdictKind } from '#lib/server/generated/prisma/client.ts';
import { fromId } from '#lib/server/ids.ts';
import type { Looker } from './looker.ts';
import { fromRowState } from './quote-state.ts';
import { type QuoteSummary, quoteTermsSchema } from './schema.ts';

const MOST_LISTED = 200;

/** The looker's own quotes, newest first: the account's, and those that this browser made as a guest. */
export async function listQuotes(container: Container, looker: Looker): Promise<QuoteSummary[]> {
  const mine = ownQuotes(looker);
  if (mine.length === 0) return [];
  const rows = await container.db.quote.findMany({
    where: { OR: mine },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: MOST_LISTED,
    include: {
      _count: { select: { lines: true } },
      contracts: {
        where: {
          relation: 'named',
          goneAt: null,
          status: { in: ['outstanding', 'in_progress'] },
          OR: seenContracts(looker),
        },
        orderBy: { firstSeenAt: 'desc' },
        take: 1,
        select: { verdict: true },
      },
    },
  });
  return rows.map((row) => ({
    code: row.code,
    shownCode: formatQuoteCode(row.code),
    state: fromRowState(row.state),
    programName: quoteTermsSchema.parse(row.terms).name,
    totalIsk: row.total,
    types: row._count.lines,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    verdict: toVerdict(row.contracts[0]?.verdict ?? null),
  }));
}

function ownQuotes({ viewer, claimHash }: Looker): Prisma.QuoteWhereInput[] {
  return [
    ...(viewer ? [{ accountId: viewer.accountId }] : []),
    ...(claimHash ? [{ claimHash: new Uint8Array(claimHash) }] : []),
  ];
}

// Who has a guest's quote only by a contract sees that contract, and not how others fare.
function seenContracts({ viewer, claimHash }: Looker): Prisma.ContractWhereInput[] {
  const own = viewer?.characters ?? [];
  return [
    { quote: { claimHash: null } },
    ...own.map(({ characterId, ownerChangedAt }) => ({
      issuerId: fromId(characterId),
      ...(ownerChangedAt && { dateIssued: { gt: ownerChangedAt } }),
    })),
    ...(claimHash ? [{ quote: { claimHash: new Uint8Array(claimHash) } }] : []),
  ];
}

function toVerdict(verdict: VerdictKind | null): QuoteSummary['verdict'] {
  return verdict === 'fix_needed' ? 'fix-needed' : verdict;
}
