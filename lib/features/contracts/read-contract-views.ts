import { itemKind } from '#lib/core/item-kind.ts';
import { formatQuoteCode } from '#lib/core/quote/code.ts';
import { quoteStateSchema } from '#lib/core/quote/states.ts';
import type { Container } from '#lib/server/container.ts';
import type { Prisma } from '#lib/server/generated/prisma/client.ts';
import { toId } from '#lib/server/ids.ts';
import { getStaticData } from '#lib/server/static-data.ts';
import { compareItems } from './compare-items.ts';
import { tellHistory } from './history.ts';
import { type PartyNames, partyIdsIn, readNames } from './names.ts';
import { type PilotRecord, readPilotRecords } from './pilot-records.ts';
import { type ContractView, relationSchema, verdictSchema } from './schema.ts';
import { readFindings, showFindings, shownVerdictOf, summarize } from './show-findings.ts';

const MAXIMUM_CONTRACTS = 50;
const MAXIMUM_VERDICTS = 20;

const INCLUDED = {
  items: { orderBy: { recordId: 'asc' } },
  verdicts: { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: MAXIMUM_VERDICTS },
  quote: { include: { lines: { orderBy: { position: 'asc' } } } },
} as const satisfies Prisma.ContractInclude;

type ContractRow = Prisma.ContractGetPayload<{ include: typeof INCLUDED }>;
type Parts = {
  readonly names: PartyNames;
  readonly records: ReadonlyMap<number, PilotRecord>;
  readonly kindOf: (typeId: number) => ReturnType<typeof itemKind>;
};

/** Read contracts with all that people see of them, the newest first. */
export async function readContractViews(
  container: Container,
  where: Prisma.ContractWhereInput,
): Promise<ContractView[]> {
  const rows = await container.db.contract.findMany({
    where,
    include: INCLUDED,
    orderBy: [{ dateIssued: 'desc' }, { id: 'desc' }],
    take: MAXIMUM_CONTRACTS,
  });
  if (rows.length === 0) return [];

  const partyIds = rows.flatMap((row) => [
    toId(row.issuerId),
    toId(row.issuerCorporationId),
    ...row.verdicts.flatMap(({ findings }) => partyIdsIn(readFindings(findings))),
  ]);
  const [staticData, names, records] = await Promise.all([
    getStaticData(container),
    readNames(container, partyIds),
    readPilotRecords(
      container,
      rows.map(({ issuerId }) => toId(issuerId)),
    ),
  ]);
  const kindOf = (typeId: number) => {
    const type = staticData.type(typeId);
    return type ? itemKind(type) : 'loot';
  };
  return rows.map((row) => toView(row, { names, records, kindOf }));
}

function toView(row: ContractRow, { names, records, kindOf }: Parts): ContractView {
  const verdict = toVerdict(row.verdict);
  const relation = relationSchema.nullable().catch(null).parse(row.relation);
  const latest = row.verdicts.find(({ quoteId }) => quoteId === row.quoteId);
  const issuerId = toId(row.issuerId);
  const verdicts = row.verdicts.flatMap((entry) => {
    const kind = toVerdict(entry.verdict);
    if (!kind) return [];
    const summary = summarize(kind, readFindings(entry.findings), names);
    return [{ at: entry.createdAt, verdict: kind, summary }];
  });

  const view = {
    contractId: toId(row.id),
    status: row.status,
    relation,
    verdict,
    shownVerdict: verdict && shownVerdictOf(verdict, relation),
    findings: showFindings(readFindings(latest?.findings), names),
    items: compareItems(row.quote?.lines ?? [], row.items).map((item) => ({
      ...item,
      name: names.type(item.typeId),
      kind: kindOf(item.typeId),
    })),
    issuerId,
    issuerName: names.party(issuerId),
    corporationName: names.known(toId(row.issuerCorporationId)),
    title: row.title ?? '',
    priceIsk: row.price,
    locationName:
      row.startLocationId === null ? 'an unknown place' : names.location(toId(row.startLocationId)),
    issuedAt: row.dateIssued,
    runsOutAt: row.dateExpired,
    foundAt: row.firstSeenAt,
    acceptedAt: row.dateAccepted,
    completedAt: row.dateCompleted,
    goneAt: row.goneAt,
    code: row.quote?.code ?? null,
    shownCode: row.quote ? formatQuoteCode(row.quote.code) : null,
    quoteState: row.quote ? quoteStateSchema.parse(row.quote.state.replace('_', '-')) : null,
    quoteTotalIsk: row.quote?.total ?? null,
    pilotRecord: records.get(issuerId) ?? { finished: 0, rejected: 0 },
    verdicts,
  };
  return { ...view, history: tellHistory(view, row.quote) };
}

function toVerdict(verdict: string | null) {
  return verdict === null ? null : verdictSchema.parse(verdict.replace('_', '-'));
}
