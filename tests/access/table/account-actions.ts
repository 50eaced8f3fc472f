import type { AccessSite } from '#tests/support/access-site.ts';
import { type ActionRow, cells } from './rows.ts';

const NOT_YOURS = 'over over over · saved refused refused · refused refused refused refused';

const DELETED = '>/account/deleted';

/** The account that the last call was about. */
let doomedId: string | null = null;

async function isClosed({ db }: AccessSite['container'], accountId: string | null) {
  if (accountId === null) return false;
  const account = await db.account.findUniqueOrThrow({ where: { id: accountId } });
  return account.deletedAt !== null;
}

export const ACCOUNT_ACTIONS: readonly ActionRow[] = [
  {
    file: 'app/(site)/_actions/account.ts',
    name: 'setMainAction',
    about: 'a character of the member',
    budget: 'accountChanges',
    page: () => '/account',
    async call({ container, people }) {
      const { accountId, characterId } = people.member;
      await container.db.account.update({
        where: { id: accountId ?? '' },
        data: { mainCharacterId: BigInt(characterId) },
      });
      return { form: { characterId: String(characterId + 1) } };
    },
    async changed({ container, people }) {
      const { accountId, characterId } = people.member;
      const account = await container.db.account.findUniqueOrThrow({
        where: { id: accountId ?? '' },
      });
      return account.mainCharacterId !== BigInt(characterId);
    },
    cells: cells(NOT_YOURS),
  },
  {
    file: 'app/(site)/_actions/account.ts',
    name: 'unlinkAction',
    about: 'a character of the member',
    budget: 'accountChanges',
    page: () => '/account',
    async call({ container, people }) {
      const { accountId, characterId } = people.member;
      await container.db.character.update({
        where: { id: BigInt(characterId + 1) },
        data: { accountId },
      });
      return { form: { characterId: String(characterId + 1) } };
    },
    async changed({ container, people }) {
      const id = BigInt(people.member.characterId + 1);
      const { accountId } = await container.db.character.findUniqueOrThrow({ where: { id } });
      return accountId === null;
    },
    cells: cells(NOT_YOURS),
  },
  {
    file: 'app/(site)/_actions/account.ts',
    name: 'signOutEverywhereAction',
    about: 'one’s own sessions',
    page: () => '/account',
    endsSession: true,
    call: async () => ({ form: {} }),
    async changed({ container, people }, who) {
      const { accountId } = people[who];
      return (
        accountId !== null && (await container.db.session.count({ where: { accountId } })) === 0
      );
    },
    cells: cells('in in in · >/ >/ >/ · >/ >/ >/ >/'),
  },
  {
    file: 'app/(site)/_actions/merge-accounts.ts',
    name: 'mergeAccountsAction',
    about: 'the account of a character that one has just been at EVE',
    budget: 'accountChanges',
    page: () => '/account/merge',
    async call(site, who) {
      const { accountId, cookie } = await site.offerMerge(who);
      doomedId = accountId;
      return { value: null, cookie };
    },
    changed: ({ container }) => isClosed(container, doomedId),
    cells: cells(
      'over over over · >/account >/account >/account · >/account >/account >/account >/account',
    ),
  },
  {
    file: 'app/(site)/_actions/delete-account.ts',
    name: 'deleteAccountAction',
    about: 'an account of one’s own',
    budget: 'accountChanges',
    page: () => '/account/delete',
    endsSession: true,
    async call(site, who) {
      doomedId = null;
      if (site.people[who].accountId === null || who === 'blocked') return { form: { name: '' } };
      const name = `Pilot to go ${who}`;
      doomedId = await site.signInAsAnother(who, name);
      return { form: { name } };
    },
    changed: ({ container }) => isClosed(container, doomedId),
    cells: cells(
      `over over over · ${DELETED} ${DELETED} ${DELETED} · ${DELETED} ${DELETED} ${DELETED} ${DELETED}`,
    ),
  },
];
