import { floorToWholeIsk } from '#lib/core/isk.ts';
import { itemKind } from '#lib/core/item-kind.ts';
import { type ProgramTerms, programTermsSchema } from '#lib/core/program/terms.ts';
import { formatQuoteCode } from '#lib/core/quote/code.ts';
import { findUncovered } from '#lib/core/stock/shortage.ts';
import type { StaticData } from '#lib/eve/static-data/index.ts';
import type { Container } from '#lib/server/container.ts';
import type { Prisma } from '#lib/server/generated/prisma/client.ts';
import { toId } from '#lib/server/ids.ts';
import { readPartyNames } from '#lib/server/parties.ts';
import { placeName } from '#lib/server/program-terms.ts';
import { getStaticData } from '#lib/server/static-data.ts';
import type { Order, OrderStage, Orders } from './schema.ts';

/** Nobody fills more in one go; the rest moves up as these go. */
const MOST_LIVING = 300;
const MOST_ACCEPTED = 50;
const DAY_MS = 86_400_000;

const WITH_ALL = {
  lines: { orderBy: { position: 'asc' } },
  holds: { include: { stock: { select: { typeId: true, quantity: true } } } },
  settlements: { select: { amount: true, contractId: true, createdAt: true } },
  contracts: {
    // One that only looks like it has to be made again, with the code.
    where: { relation: { in: ['named', 'near-miss'] }, goneAt: null },
    select: { id: true, status: true, verdict: true, dateExpired: true },
    orderBy: { firstSeenAt: 'desc' },
    take: 21,
  },
} as const satisfies Prisma.QuoteInclude;
type Row = Prisma.QuoteGetPayload<{ include: typeof WITH_ALL }>;

/** The trader's work: orders to fill, oldest first, and what became of those of the last day. */
export async function listOrders(container: Container): Promise<Orders> {
  const now = container.clock();
  const { db } = container;
  const living: Prisma.QuoteWhereInput = {
    side: 'sells',
    state: { in: ['open', 'contracted', 'partly_completed'] },
  };
  const [rows, count, accepted, staticData] = await Promise.all([
    db.quote.findMany({
      where: living,
      include: WITH_ALL,
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      take: MOST_LIVING,
    }),
    db.quote.count({ where: living }),
    db.quote.findMany({
      where: {
        side: 'sells',
        state: 'completed',
        settlements: { some: { createdAt: { gt: new Date(now.getTime() - DAY_MS) } } },
      },
      include: WITH_ALL,
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: MOST_ACCEPTED,
    }),
    getStaticData(container),
  ]);
  const names = await readReceivers(container, [...rows, ...accepted]);
  const lacking = findLacking(rows);
  const toShown = (row: Row) => toOrder(row, { staticData, names, lacking, now });
  return {
    orders: [...rows.map(toShown), ...accepted.map(toShown)],
    unlisted: count - rows.length,
    now,
  };
}

/** Where less is there than was sold, whose turn it is: by order and stock. */
function findLacking(rows: readonly Row[]) {
  const quantities = new Map(
    rows.flatMap(({ holds }) =>
      holds.map(({ stockId, stock }) => [stockId, toId(stock.quantity)] as const),
    ),
  );
  return findUncovered(
    rows.map(({ id, createdAt, holds }) => ({
      orderId: id,
      createdAt,
      lines: holds.map(({ stockId, wanted, taken }) => ({ stockId, units: toId(wanted - taken) })),
    })),
    quantities,
  );
}

type Parts = {
  readonly staticData: StaticData;
  readonly names: ReadonlyMap<number, string>;
  readonly lacking: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly now: Date;
};

function toOrder(row: Row, { staticData, names, lacking, now }: Parts): Order {
  const terms = programTermsSchema.parse(row.terms);
  const receiverId = toId(row.receiverId ?? 0n);
  const locationId = toId(row.locationId);
  const settled = row.settlements.reduce((sum, { amount }) => sum + amount, 0n);
  const stage = stageOf(row, now);
  return {
    code: row.code,
    shownCode: formatQuoteCode(row.code),
    stage,
    programName: terms.name,
    ...sellerOf(terms),
    receiverId,
    receiverName: names.get(receiverId) ?? `#${receiverId}`,
    place: { locationId, name: placeName(staticData, locationId) },
    priceIsk: stage === 'accepted' ? row.total : floorToWholeIsk(row.total - settled),
    totalIsk: row.total,
    volumeM3: row.volumeM3,
    lines: row.lines.flatMap((line) => {
      const hold = row.holds.find(({ stock }) => stock.typeId === line.typeId);
      const taken = stage === 'accepted' ? 0n : (hold?.taken ?? 0n);
      const quantity = toId(line.quantity - taken);
      if (quantity === 0) return [];
      const type = staticData.type(line.typeId);
      return [
        {
          typeId: line.typeId,
          name: type?.name ?? `Type ${line.typeId}`,
          kind: type ? itemKind(type) : ('loot' as const),
          quantity,
          lacking: (hold && lacking.get(row.id)?.get(hold.stockId)) ?? 0,
          unitPriceIsk: line.unitPrice,
        },
      ];
    }),
    contractId: contractOf(row, now),
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    acceptedAt: row.settlements[0]?.createdAt ?? null,
  };
}

function sellerOf({ assigneeName, assigneeKind }: ProgramTerms) {
  return { sellerName: assigneeName, sellerKind: assigneeKind };
}

function stageOf(row: Row, now: Date): OrderStage {
  if (row.state === 'completed') return 'accepted';
  const waiting = waitingOf(row, now);
  if (waiting.some(({ verdict }) => verdict === 'valid')) return 'contracted';
  return waiting.length > 0 ? 'to-fix' : 'ready';
}

function contractOf(row: Row, now: Date): number | null {
  const waiting = waitingOf(row, now);
  const [best] = [...waiting.filter(({ verdict }) => verdict === 'valid'), ...waiting];
  const id = best?.id ?? row.settlements[0]?.contractId;
  return id === undefined ? null : toId(id);
}

function waitingOf({ contracts }: Row, now: Date) {
  return contracts.filter(
    ({ status, dateExpired }) => status === 'outstanding' && dateExpired > now,
  );
}

/** A character that signed in here told us its name itself. */
async function readReceivers(
  container: Container,
  rows: readonly Row[],
): Promise<Map<number, string>> {
  const ids = rows.flatMap(({ receiverId }) => receiverId ?? []);
  const [parties, characters] = await Promise.all([
    readPartyNames(container, ids.map(toId)),
    container.db.character.findMany({
      where: { id: { in: ids }, name: { not: '' } },
      select: { id: true, name: true },
    }),
  ]);
  return new Map([...parties, ...characters.map(({ id, name }) => [toId(id), name] as const)]);
}
