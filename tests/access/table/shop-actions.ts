import type { AccessSite } from '#tests/support/access-site.ts';
import { type ActionRow, cells } from './rows.ts';

const JITA = 60003760;

let key = '';
let before = 0n;

async function shopOf({ db }: AccessSite['container']): Promise<string> {
  const { id } = await db.program.findFirstOrThrow({ where: { side: 'sells', isOpen: true } });
  return id;
}

async function tritanium({ db }: AccessSite['container']): Promise<bigint> {
  const stock = await db.stock.findFirstOrThrow({ where: { typeId: 34 } });
  return stock.quantity;
}

export const SHOP_ACTIONS: readonly ActionRow[] = [
  {
    file: 'app/(site)/_actions/order.ts',
    name: 'orderAction',
    about: 'an order for a character that is nobody’s here',
    budget: 'quotes',
    page: () => '/shop',
    async call({ container }) {
      key = crypto.randomUUID();
      const programId = await shopOf(container);
      const text = 'Tritanium\t10';
      return { form: { text, programId, locationId: String(JITA), receiver: '7', key } };
    },
    changed: async ({ container }) =>
      (await container.db.quote.count({ where: { idempotencyKey: key } })) > 0,
    cells: cells('refused'),
  },
  {
    file: 'app/admin/stock/actions.ts',
    name: 'adjustStockAction',
    about: 'the stock of a program that sells',
    budget: 'programSaves',
    page: () => '/admin/stock',
    async call({ container }) {
      before = await tritanium(container);
      return {
        value: {
          programId: await shopOf(container),
          locationId: String(JITA),
          item: 'Tritanium',
          change: '5',
          reason: 'counted anew',
          key: crypto.randomUUID(),
        },
      };
    },
    changed: async ({ container }) => (await tritanium(container)) !== before,
    cells: cells('over over over · refused refused refused · refused saved saved saved'),
  },
];
