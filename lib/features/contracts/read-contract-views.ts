import { itemKind } from '#lib/core/item-kind.ts';
import type { Finding } from '#lib/core/matching/finding.ts';
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
import { shortFindings } from './short-findings.ts';
import { readFindings, showFindings, shownVerdictOf, summarize } from './show-findings.ts';

const MAXIMUM_VERDICTS = 20;

const IN_SHORT = { quote: true } as const satisfies Prisma.ContractInclude;
const IN_FULL = {
  items: { orderBy: { recordId: 'asc' } },
  quote: { include: { lines: { orderBy: { position: 'asc' } } } },
} as const satisfies Prisma.ContractInclude;

type Full = Prisma.ContractGetPayload<{ include: typeof IN_FULL }>;
type Quote = NonNullable<Full['quote']>;
type ContractRow = Omit<Full, 'items' | 'quote'> & {
  readonly items?: Full['items'];
  readonly quote: (Omit<Quote, 'lines'> & { readonly lines?: Quote['lines'] }) | null;
};
type VerdictRow = {
  readonly verdict: string;
  readonly shortFindings: unknown;
  readonly createdAt: Date;
};
type Parts = {
  readonly verdictsOf: ReadonlyMap<string, readonly VerdictRow[]>;
  readonly findingsOf: ReadonlyMap<string, readonly Finding[]>;
  readonly names: PartyNames;
  readonly records: ReadonlyMap<number, PilotRecord>;
  readonly kindOf: (typeId: number) => ReturnType<typeof itemKind>;
};

/**
 * Read contracts in the order that they are named in. In short they come without findings and items,
 * which take reading as long as their pilots like. The first has all its verdicts, the others their
 * last one.
 */
export async function readContractViews(
  container: Container,
  ids: readonly bigint[],
  depth: 'in-short' | 'in-full',
): Promise<ContractView[]> {
  const where = { id: { in: [...ids] } };
  const [found, findingsOf, verdictsOf] = await Promise.all([
    depth === 'in-full'
      ? container.db.contract.findMany({ where, include: IN_FULL })
      : container.db.contract.findMany({ where, include: IN_SHORT }),
    depth === 'in-full' ? readLatestFindings(container, ids) : new Map<string, Finding[]>(),
    readVerdicts(container, ids),
  ]);
  const byId = new Map<bigint, ContractRow>(found.map((row) => [row.id, row]));
  const rows = ids.flatMap((id) => byId.get(id) ?? []);
  if (rows.length === 0) return [];

  const partyIds = rows.flatMap((row) => [
    toId(row.issuerId),
    toId(row.issuerCorporationId),
    ...partyIdsIn(findingsOf.get(String(row.id)) ?? []),
    ...(verdictsOf.get(String(row.id)) ?? []).flatMap(({ shortFindings }) =>
      partyIdsIn(readFindings(shortFindings)),
    ),
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
  return rows.map((row) => toView(row, { verdictsOf, findingsOf, names, records, kindOf }));
}

/** Newest first; of one that has had another quote, those of its quote before the rest. */
async function readVerdicts(
  { pool }: Container,
  ids: readonly bigint[],
): Promise<Map<string, VerdictRow[]>> {
  const { rows } = await pool.query<VerdictRow & { contractId: string }>({
    name: 'verdicts-shown',
    text: `select contract.id::text as "contractId", shown.*
      from unnest($1::bigint[]) with ordinality as asked(id, place)
      join contract on contract.id = asked.id,
      lateral (
        select verdict::text, created_at as "createdAt",
          ${shortFindings('findings')} as "shortFindings"
        from verdict where contract_id = contract.id
        order by case when place > 1 then quote_id is not distinct from contract.quote_id end desc,
          created_at desc, id desc
        limit case when place > 1 then 1 else $2 end) shown`,
    values: [ids, MAXIMUM_VERDICTS],
  });
  const byContract = new Map<string, VerdictRow[]>();
  for (const row of rows) {
    const known = byContract.get(row.contractId);
    if (known) known.push(row);
    else byContract.set(row.contractId, [row]);
  }
  return byContract;
}

/** By contract, of the last verdict on the quote that it has now. */
async function readLatestFindings(
  { pool }: Container,
  ids: readonly bigint[],
): Promise<Map<string, Finding[]>> {
  const { rows } = await pool.query<{ contractId: string; findings: unknown }>({
    name: 'findings-shown',
    text: `select contract.id::text as "contractId", latest.findings
      from contract, lateral (
        select findings from verdict
        where contract_id = contract.id and quote_id is not distinct from contract.quote_id
        order by created_at desc, id desc limit 1) latest
      where contract.id = any($1::bigint[])`,
    values: [ids],
  });
  return new Map(rows.map(({ contractId, findings }) => [contractId, readFindings(findings)]));
}

function toView(
  row: ContractRow,
  { verdictsOf, findingsOf, names, records, kindOf }: Parts,
): ContractView {
  const entries = verdictsOf.get(String(row.id)) ?? [];
  const verdict = toVerdict(row.verdict);
  const relation = relationSchema.nullable().catch(null).parse(row.relation);
  const issuerId = toId(row.issuerId);
  const verdicts = entries.flatMap((entry) => {
    const kind = toVerdict(entry.verdict);
    if (!kind) return [];
    const summary = summarize(kind, readFindings(entry.shortFindings), names);
    return [{ at: entry.createdAt, verdict: kind, summary }];
  });

  const view = {
    contractId: toId(row.id),
    status: row.status,
    relation,
    verdict,
    shownVerdict: verdict && shownVerdictOf(verdict, relation),
    findings: showFindings(findingsOf.get(String(row.id)) ?? [], names, row.quote?.side ?? 'buys'),
    items: (row.items ? compareItems(row.quote?.lines ?? [], row.items) : []).map((item) => ({
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
