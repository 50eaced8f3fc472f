import { itemKind } from '#lib/core/item-kind.ts';
import { lineEvidenceSchema } from '#lib/core/pricing/evidence.ts';
import { formatQuoteCode } from '#lib/core/quote/code.ts';
import type { StaticData } from '#lib/eve/static-data/index.ts';
import type { Container } from '#lib/server/container.ts';
import type { Prisma } from '#lib/server/generated/prisma/client.ts';
import { toId } from '#lib/server/ids.ts';
import { getStaticData } from '#lib/server/static-data.ts';
import { contractFields } from './contract-fields.ts';
import { ISSUES, toIssue } from './issues.ts';
import { type Looker, roleFor } from './looker.ts';
import { fromRowState } from './quote-state.ts';
import { type QuoteLineView, type QuoteView, quoteTermsSchema } from './schema.ts';

/** A quote as one looker sees it, and what the page needs to join the rest. */
export type FoundQuote = { readonly quoteId: string; readonly view: QuoteView };

const FOR_VIEW = {
  lines: { orderBy: { position: 'asc' } },
  contracts: ISSUES,
  replacedBy: { select: { code: true } },
} as const satisfies Prisma.QuoteInclude;
type Row = Prisma.QuoteGetPayload<{ include: typeof FOR_VIEW }>;

/**
 * Read a quote by its canonical code.
 *
 * @returns Null when there is none. Everybody may read lines, total and state; see `role` for more.
 */
export async function getQuoteView(
  container: Container,
  code: string,
  looker: Looker,
): Promise<FoundQuote | null> {
  const [row, staticData] = await Promise.all([
    container.db.quote.findUnique({ where: { code }, include: FOR_VIEW }),
    getStaticData(container),
  ]);
  return row && { quoteId: row.id, view: toView(row, looker, staticData) };
}

function toView(row: Row, looker: Looker, staticData: StaticData): QuoteView {
  const terms = quoteTermsSchema.parse(row.terms);
  const state = fromRowState(row.state);
  const role = roleFor(looker, { ...row, issues: row.contracts.map(toIssue) });
  const isReadOnlyStaff = role === 'staff' && looker.viewer?.role === 'viewer';
  const isOfOwner = role === 'owner' || (role === 'staff' && !isReadOnlyStaff);
  const [formerCode] = row.formerCodes;
  const lines = row.lines.map((line) => toLine(line, staticData));
  const facts = {
    shownCode: formatQuoteCode(row.code),
    totalIsk: row.total,
    assigneeName: terms.assigneeName,
    assigneeKind: terms.assigneeKind,
    locations: terms.locations,
    lines,
  };
  return {
    ...facts,
    code: row.code,
    state,
    version: row.version,
    side: row.side,
    role,
    canCancel: state === 'open' && isOfOwner,
    canRequote:
      state !== 'open' || row.side !== 'buys' || !isOfOwner
        ? 'no'
        : role === 'staff'
          ? 'anything'
          : 'up-to-quoted',
    replacedBy: row.replacedBy && formatQuoteCode(row.replacedBy.code),
    replaces: formerCode === undefined ? null : formatQuoteCode(formerCode),
    ownCheck:
      row.side === 'sells' ? 'none' : offerOwnCheck(looker, { role, accountId: row.accountId }),
    programName: terms.name,
    assigneeId: terms.assigneeId,
    basis: terms.basis,
    rateBp: terms.rateBp,
    toleranceBp: terms.toleranceBp,
    toleranceIsk: terms.toleranceIsk,
    instructions: terms.instructions,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    pricesAt: oldestBook(lines),
    lineSumIsk: row.lineSum,
    donation: row.donationBp === 0 ? null : { shareBp: row.donationBp, amountIsk: row.donation },
    limits: terms.limits,
    volumeM3: row.volumeM3,
    contractFields: contractFields(facts).filter(
      // Of an order the trader fills in the rest.
      ({ field }) => row.side === 'buys' || field === 'items',
    ),
  };
}

// A guest's quote joins the account at the sign-in, but only in the browser that made it.
function offerOwnCheck(
  { viewer }: Looker,
  { role, accountId }: Pick<QuoteView, 'role'> & { accountId: string | null },
): QuoteView['ownCheck'] {
  if (viewer) return viewer.accountId === accountId ? 'offered' : 'none';
  return role === 'owner' || accountId !== null ? 'after-sign-in' : 'none';
}

function toLine(line: Row['lines'][number], staticData: StaticData): QuoteLineView {
  const type = staticData.type(line.typeId);
  return {
    typeId: line.typeId,
    name: type?.name ?? `Type ${line.typeId}`,
    kind: type ? itemKind(type) : 'loot',
    blueprintCopy: line.blueprintCopy,
    quantity: toId(line.quantity),
    unitPriceIsk: line.unitPrice,
    totalIsk: line.total,
    volumeM3: line.volumeM3,
    evidence: lineEvidenceSchema.parse(line.evidence),
  };
}

function oldestBook(lines: readonly QuoteLineView[]): Date | null {
  const times = lines.map(({ evidence }) => new Date(evidence.bookAt).getTime());
  return times.length === 0 ? null : new Date(Math.min(...times));
}
