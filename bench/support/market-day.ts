/**
 * Open quotes and contracts of a busy site, the same in every run.
 *
 * @module
 */
import type {
  MatchContract,
  MatchItem,
  MatchProgram,
  MatchQuote,
} from '#lib/core/matching/match-input.ts';
import { createQuoteCode, formatQuoteCode } from '#lib/core/quote/code.ts';
import { createRandom } from './random.ts';

export type OpenQuote = { readonly quote: MatchQuote; readonly program: MatchProgram };
export type SentContract = {
  readonly contract: MatchContract;
  readonly items: readonly MatchItem[];
};
export type MarketDay = {
  readonly now: Date;
  readonly prefix: string;
  readonly quotes: readonly OpenQuote[];
  readonly contracts: readonly SentContract[];
  /** Of every type that occurs. */
  readonly packagedVolumesM3: Readonly<Record<string, number>>;
};

const LINES = 10;
const TYPES = 5_000;
const FIRST_TYPE_ID = 18;
const FIRST_PILOT_ID = 90_000_000;
const ASSIGNEE_ID = 98_000_001;
const LOCATION_ID = 60_003_760;
const NOW = new Date('2026-11-20T12:00:00Z');
const ISSUED = new Date('2026-11-20T11:00:00Z');

/** What becomes of a hundred contracts: the shares add up to 100. */
const KINDS = [
  ['right', 55],
  ['inside-text', 5],
  ['wrong-count', 10],
  ['wrong-price', 5],
  ['without-code', 15],
  ['other-business', 10],
] as const;
type Kind = (typeof KINDS)[number][0];

/** @param contracts Spread over the quotes; two quotes a pilot; ten lines each. */
export function createMarketDay({
  quotes: quoteCount,
  contracts: contractCount,
}: {
  quotes: number;
  contracts: number;
}): MarketDay {
  const random = createRandom(20_261_120);
  const below = (limit: number) => Math.floor(random() * limit);
  const packagedVolumesM3: Record<string, number> = {};
  for (let i = 0; i < TYPES; i += 1) packagedVolumesM3[FIRST_TYPE_ID + i] = (1 + below(100)) / 10;

  const quotes = Array.from({ length: quoteCount }, (_, index): OpenQuote => {
    const typeIds = new Set<number>();
    while (typeIds.size < LINES) typeIds.add(FIRST_TYPE_ID + below(TYPES));
    return {
      quote: {
        code: createQuoteCode(
          'AT',
          Uint8Array.from({ length: 5 }, () => below(256)),
        ),
        createdAt: new Date('2026-11-20T10:00:00Z'),
        expiresAt: new Date('2026-11-23T10:00:00Z'),
        side: 'buys',
        total: BigInt(1 + below(10_000_000)) * 10_000n,
        locationId: LOCATION_ID,
        lines: [...typeIds].map((typeId) => ({
          typeId,
          quantity: 1 + below(100_000),
          unitPrice: 100n,
        })),
      },
      program: {
        assigneeId: ASSIGNEE_ID,
        assigneeKind: 'corporation',
        locationIds: [LOCATION_ID],
        toleranceBp: 0,
        tolerance: 100n,
        issuerIds: [FIRST_PILOT_ID + Math.floor(index / 2)],
        traderIds: [90_000_001],
      },
    };
  });

  const contracts: SentContract[] = [];
  for (let index = 0; index < contractCount; index += 1) {
    const open = quotes[below(quotes.length)];
    if (open) contracts.push(send(open, kindOf(below(100)), 200_000_000 + index, below));
  }
  return { now: NOW, prefix: 'AT', quotes, contracts, packagedVolumesM3 };
}

function kindOf(percent: number): Kind {
  let sum = 0;
  for (const [kind, share] of KINDS) {
    sum += share;
    if (percent < sum) return kind;
  }
  return 'right';
}

function send(
  { quote, program }: OpenQuote,
  kind: Kind,
  contractId: number,
  below: (limit: number) => number,
): SentContract {
  const shown = formatQuoteCode(quote.code);
  const titles: Partial<Record<Kind, string>> = {
    'inside-text': `ore for ${shown} o7`,
    'without-code': '',
    'other-business': 'corp stuff',
  };
  const slip = below(LINES);
  const items = quote.lines.map(({ typeId, quantity }, i): MatchItem => {
    const isOther = kind === 'other-business' || (kind === 'wrong-count' && i === slip);
    return {
      recordId: contractId * LINES + i,
      typeId: kind === 'other-business' ? FIRST_TYPE_ID + below(TYPES) : typeId,
      quantity: isOther ? quantity + 1 + below(100) : quantity,
      isIncluded: true,
      isSingleton: false,
    };
  });
  return {
    contract: {
      contractId,
      type: 'item_exchange',
      status: 'outstanding',
      availability: 'personal',
      issuerId: program.issuerIds[0] ?? 0,
      issuerCorporationId: 98_000_002,
      assigneeId: ASSIGNEE_ID,
      acceptorId: 0,
      forCorporation: false,
      dateIssued: ISSUED,
      dateExpired: new Date('2026-12-04T11:00:00Z'),
      startLocationId: LOCATION_ID,
      title: titles[kind] ?? shown,
      price: kind === 'wrong-price' ? quote.total / 10n : quote.total,
      reward: 0n,
      volumeM3: 1_000,
    },
    items: items.toReversed(),
  };
}
