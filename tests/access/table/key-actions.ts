import { makeKey } from '#lib/features/api-keys/make-key.ts';
import type { AccessSite } from '#tests/support/access-site.ts';
import { type ActionRow, cells } from './rows.ts';

const file = 'app/(site)/_actions/api-keys.ts';
const page = () => '/account';

/** The key that the last call was about. */
let keyId = '';

const countKeys = ({ container }: AccessSite, accountId: string) =>
  container.db.apiKey.count({ where: { accountId } });

export const KEY_ACTIONS: readonly ActionRow[] = [
  {
    file,
    name: 'makeKeyAction',
    about: 'a key of one’s own',
    budget: 'accountChanges',
    page,
    async call({ container }) {
      await container.db.apiKey.deleteMany();
      return { form: { name: 'a bot', 'quotes:read': 'on' } };
    },
    async changed(site, who) {
      const { accountId } = site.people[who];
      const all = await site.container.db.apiKey.count();
      return accountId !== null && all === 1 && (await countKeys(site, accountId)) === 1;
    },
    cells: cells('over over over · made made made · made made made made'),
  },
  {
    file,
    name: 'revokeKeyAction',
    about: 'a key of the member',
    budget: 'accountChanges',
    page,
    async call({ container, people }) {
      await container.db.apiKey.deleteMany();
      const member = { accountId: people.member.accountId ?? '' };
      const made = await makeKey(container, member, { name: 'a bot', scopes: [] });
      keyId = made.ok ? made.keyId : '';
      return { form: { keyId } };
    },
    changed: async ({ container }) =>
      (await container.db.apiKey.count({ where: { id: keyId } })) === 0,
    cells: cells('over over over · saved refused refused · refused refused refused refused'),
  },
];
