import { matchAndSettle } from '#lib/features/contracts/match-and-settle.ts';
import { type ActionRow, cells } from './rows.ts';

/** The quote that the last call was about. */
let quoteCode = '';

const cancelRow = (owner: 'member' | 'guest', row: string): ActionRow => ({
  file: 'app/(site)/_actions/cancel-quote.ts',
  name: 'cancelQuoteAction',
  about: `the quote of the ${owner}`,
  budget: 'cancels',
  page: (site) => `/q/${site.quoteCode}`,
  async call(site) {
    quoteCode = await site.quoteOf(owner);
    return { form: { code: quoteCode } };
  },
  async changed({ container }) {
    const code = quoteCode.replace(/-(....)-/, '-$1');
    const { state } = await container.db.quote.findUniqueOrThrow({ where: { code } });
    return state === 'cancelled';
  },
  cells: cells(row),
});

let contractId = 900_100n;

const requoteRow: ActionRow = {
  file: 'app/(site)/_actions/requote.ts',
  name: 'requoteAction',
  about: 'what was sent for the quote of the member',
  budget: 'quotes',
  page: (site) => `/q/${site.quoteCode}`,
  async call(site) {
    quoteCode = await site.quoteOf('member');
    contractId += 1n;
    const { db } = site.container;
    const planted = await db.contract.findUniqueOrThrow({ where: { id: BigInt(site.contractId) } });
    const { quoteId: _, ...rest } = planted;
    const title = quoteCode;
    await db.contract.create({ data: { ...rest, id: contractId, title, needsMatch: true } });
    await db.contractItem.create({
      data: {
        contractId,
        recordId: contractId,
        typeId: 1230,
        quantity: 9_000n,
        isIncluded: true,
        isSingleton: false,
      },
    });
    await matchAndSettle(site.container, Number(contractId));
    return { form: { code: quoteCode, contractId: String(contractId) } };
  },
  async changed({ container }) {
    const code = quoteCode.replace(/-(....)-/, '-$1');
    const { replacedById } = await container.db.quote.findUniqueOrThrow({ where: { code } });
    return replacedById !== null;
  },
  cells: cells('refused refused refused · made refused refused · refused made made made'),
};

export const QUOTE_ACTIONS: readonly ActionRow[] = [
  {
    file: 'app/(site)/_actions/create-quote.ts',
    name: 'createQuoteAction',
    about: 'a quote of one’s own',
    budget: 'quotes',
    page: () => '/',
    async call({ openProgramId }) {
      const key = crypto.randomUUID();
      quoteCode = key;
      return { form: { text: 'Veldspar\t100', programId: openProgramId, key } };
    },
    async changed({ container, people }, who) {
      const made = await container.db.quote.findUnique({ where: { idempotencyKey: quoteCode } });
      // Somebody whose account is blocked is a guest like any other.
      const accountId = who === 'blocked' ? null : people[who].accountId;
      return made !== null && made.accountId === accountId;
    },
    cells: cells('made'),
  },
  cancelRow(
    'member',
    'refused refused refused · cancelled refused refused · refused cancelled cancelled cancelled',
  ),
  cancelRow(
    'guest',
    'refused cancelled refused · refused refused refused · refused cancelled cancelled cancelled',
  ),
  requoteRow,
];
