import type { EsiStore, EsiStoreOptions } from '../stores/store.ts';

export type StoreRule = {
  /** What is promised. */
  readonly name: string;
  /**
   * @param create Opens the store under test. Two with one namespace share what is kept, if the kind
   *   of store shares anything.
   * @throws {Error} When the promise is broken.
   */
  check(create: (options: EsiStoreOptions) => EsiStore): Promise<void>;
};

/** What every store promises, for any runner of tests: some stores exist in browsers alone. */
export const storeContract: readonly StoreRule[] = [
  {
    name: 'gives back any text under any key',
    async check(create) {
      const store = create(anew());
      const texts = ['', '{"name":"Tritanium"}', 'Тританий 三钛合金', '\ud800 half a pair', '\0|'];
      for (const [index, text] of [
        '__proto__',
        'length',
        'en 2026-08-04 https://…?a=1',
      ].entries()) {
        for (const value of texts) {
          equal(await store.set(`${text}${index}`, value), true);
          equal(await store.get(`${text}${index}`), value);
        }
      }
    },
  },
  {
    name: 'has nothing under a key that was never set, or was deleted',
    async check(create) {
      const store = create(anew());
      equal(await store.get('orders'), undefined);
      await store.set('orders', '[1]');
      await store.delete('orders');
      await store.delete('orders');
      equal(await store.get('orders'), undefined);
    },
  },
  {
    name: 'keeps the last of two texts of one key',
    async check(create) {
      const store = create(anew());
      await store.set('orders', '[1]');
      await store.set('orders', '[2]');
      equal(await store.get('orders'), '[2]');
    },
  },
  {
    name: 'lets the least recently used leave when there are too many',
    async check(create) {
      const clock = hourly();
      const store = create({ ...anew(), maxEntries: 3, clock });
      for (const key of ['a', 'b', 'c']) await store.set(key, key);
      await store.get('a');
      await store.set('d', 'd');
      await store.set('a', 'a again');
      await store.set('e', 'e');
      const kept: string[] = [];
      for (const key of ['a', 'b', 'c', 'd', 'e']) if (await store.get(key)) kept.push(key);
      equal(kept.join(), 'a,d,e');
    },
  },
  {
    name: 'declines a long text, and has nothing older under its key then',
    async check(create) {
      const store = create({ ...anew(), maxLength: 10 });
      equal(await store.set('orders', '0123456789'), true);
      equal(await store.set('orders', '0123456789a'), false);
      equal(await store.get('orders'), undefined);
    },
  },
  {
    name: 'keeps texts set at one moment apart',
    async check(create) {
      const store = create(anew());
      const keys = Array.from({ length: 20 }, (_, index) => `page ${index}`);
      await Promise.all(keys.map((key) => store.set(key, key)));
      equal((await Promise.all(keys.map((key) => store.get(key)))).join(), keys.join());
    },
  },
  {
    name: 'sweeps away what another version has kept, and leaves other namespaces alone',
    async check(create) {
      const { namespace } = anew();
      const neighbour = create({ namespace: `${namespace}-too` });
      await neighbour.set('orders', 'of the neighbour');
      await create({ namespace, version: '1' }).set('orders', 'old');
      const store = create({ namespace, version: '2' });
      equal(await store.get('orders'), undefined);
      await store.set('orders', 'new');
      equal(await store.get('orders'), 'new');
      equal(await create({ namespace, version: '1' }).get('orders'), undefined);
      equal(await neighbour.get('orders'), 'of the neighbour');
    },
  },
];

let namespaces = 0;

function anew(): { readonly namespace: string } {
  return { namespace: `contract-${++namespaces}` };
}

function hourly(): () => Date {
  let hours = 500_000;
  return () => new Date(hours++ * 3_600_000);
}

function equal(actual: unknown, expected: unknown): void {
  if (actual === expected) return;
  throw new Error(`expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
}
