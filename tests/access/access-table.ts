/**
 * Who gets what from every page, route and server action there is. `access.spec.ts` asks a running site
 * for each cell, and fails for a file that is missing here.
 *
 * A cell is a status; with more after a colon (a reason, a role) where the status alone says too little.
 * `in` is the way to the sign-in page, `>/path` to another one. For actions it is what the caller is told.
 *
 * @module
 */
import type { BUDGETS } from '#lib/server/request-limits.ts';
import { type AccessSite, PEOPLE, type Who } from '#tests/support/access-site.ts';
import type { Answer } from './ask.ts';
import type { Input } from './call-action.ts';

export type Cells = Readonly<Record<Who, string>>;

export type PageRow = {
  readonly file: string;
  readonly path: (site: AccessSite) => string;
  readonly cells: Cells;
  /** Holds what is not everybody's: asked for in every disguise. */
  readonly isProtected?: true;
};

export type RouteRow = {
  readonly file: string;
  readonly method: 'GET' | 'POST';
  readonly path: (site: AccessSite) => string;
  readonly type?: 'application/json' | 'application/x-www-form-urlencoded';
  readonly body?: (site: AccessSite) => string;
  /** What is compared beside the status. */
  readonly reads?: (answer: Answer) => string;
  /** Ends the caller's session, so that it needs another one afterwards. */
  readonly endsSession?: true;
  readonly cells: Cells;
};

/** Columns in the order of PEOPLE: nobody guest blocked · member other exManager · viewer trader manager owner. */
function cells(text: string): Cells {
  const words = text.split(/[\s·]+/);
  const [only] = words;
  if (words.length !== 1 && words.length !== PEOPLE.length) throw new RangeError(text);
  const cell = (index: number) => (words.length === 1 ? only : words[index]) ?? '';
  // Every name of PEOPLE, so all of the record.
  return Object.fromEntries(PEOPLE.map((who, index) => [who, cell(index)])) as Record<Who, string>;
}

const STAFF_PAGE = cells('in in in · 404 404 404 · 200 200 200 200');
const STAFF_ROUTE = cells('401 401 401 · 403 403 403 · 200 200 200 200');
const MANAGER_ROUTE = cells('401 401 401 · 403 403 403 · 403 403 200 200');
const EVERYBODY = cells('200');

export const PAGES: readonly PageRow[] = [
  { file: 'app/(site)/page.tsx', path: () => '/', cells: EVERYBODY },
  { file: 'app/(site)/market/page.tsx', path: () => '/market?q=veldspar', cells: EVERYBODY },
  { file: 'app/(site)/market/[typeId]/page.tsx', path: () => '/market/1230', cells: EVERYBODY },
  { file: 'app/(site)/ores/page.tsx', path: () => '/ores?kind=ice', cells: EVERYBODY },
  { file: 'app/(site)/how-to-sell/page.tsx', path: () => '/how-to-sell', cells: EVERYBODY },
  { file: 'app/(site)/privacy/page.tsx', path: () => '/privacy', cells: EVERYBODY },
  { file: 'app/(site)/q/page.tsx', path: () => '/q', cells: EVERYBODY },
  {
    file: 'app/(site)/sign-in/page.tsx',
    path: () => '/sign-in',
    cells: cells('200 200 200 · >/ >/ >/ · >/ >/ >/ >/'),
  },
  {
    file: 'app/(site)/q/[code]/page.tsx',
    path: ({ quoteCode }) => `/q/${quoteCode}`,
    cells: EVERYBODY,
    isProtected: true,
  },
  {
    file: 'app/(site)/quotes/page.tsx',
    path: () => '/quotes',
    cells: EVERYBODY,
    isProtected: true,
  },
  {
    file: 'app/(site)/account/page.tsx',
    path: () => '/account',
    cells: cells('in in in · 200 200 200 · 200 200 200 200'),
    isProtected: true,
  },
  {
    file: 'app/(site)/account/allow/[purpose]/page.tsx',
    path: () => '/account/allow/contracts',
    cells: cells('in in in · 404 404 404 · 404 200 200 200'),
  },
  {
    file: 'app/(site)/account/delete/page.tsx',
    path: () => '/account/delete',
    cells: cells('in in in · 200 200 200 · 200 200 200 200'),
    isProtected: true,
  },
  {
    file: 'app/(site)/account/deleted/page.tsx',
    path: () => '/account/deleted',
    cells: EVERYBODY,
  },
  {
    file: 'app/(site)/account/merge/page.tsx',
    path: () => '/account/merge',
    cells: cells('in in in · 200 200 200 · 200 200 200 200'),
    isProtected: true,
  },
  {
    file: 'app/admin/page.tsx',
    path: () => '/admin',
    cells: cells(
      'in in in · 404 404 404 · >/admin/inbox >/admin/inbox >/admin/inbox >/admin/inbox',
    ),
    isProtected: true,
  },
  {
    file: 'app/admin/inbox/page.tsx',
    path: () => '/admin/inbox',
    cells: STAFF_PAGE,
    isProtected: true,
  },
  {
    file: 'app/admin/programs/page.tsx',
    path: () => '/admin/programs',
    cells: STAFF_PAGE,
    isProtected: true,
  },
  {
    file: 'app/admin/programs/[programId]/page.tsx',
    path: ({ programId }) => `/admin/programs/${programId}`,
    cells: STAFF_PAGE,
    isProtected: true,
  },
];

const reasonOf = ({ text }: Answer) => /"reason":"([\w-]+)"/.exec(text)?.[1] ?? '';
const roleOf = ({ text }: Answer) => /"role":"(\w+)"/.exec(text)?.[1] ?? '';
const errorOf = ({ headers }: Answer) => /error=(\w+)/.exec(String(headers.location))?.[1] ?? '';

export const ROUTES: readonly RouteRow[] = [
  {
    file: 'app/api/account/export/route.ts',
    method: 'GET',
    path: () => '/api/account/export',
    cells: cells('401 401 401 · 200 200 200 · 200 200 200 200'),
  },
  { file: 'app/api/health/route.ts', method: 'GET', path: () => '/api/health', cells: EVERYBODY },
  {
    file: 'app/api/metrics/route.ts',
    method: 'GET',
    path: () => '/api/metrics',
    cells: cells('404'),
  },
  { file: 'app/api/ores/route.ts', method: 'GET', path: () => '/api/ores', cells: EVERYBODY },
  {
    file: 'app/api/appraisals/route.ts',
    method: 'POST',
    path: () => '/api/appraisals',
    type: 'application/json',
    body: () => JSON.stringify({ text: 'Veldspar\t100' }),
    cells: EVERYBODY,
  },
  {
    file: 'app/api/v1/quotes/[code]/route.ts',
    method: 'GET',
    path: ({ quoteCode }) => `/api/v1/quotes/${quoteCode}`,
    cells: EVERYBODY,
  },
  {
    file: 'app/api/quotes/[code]/route.ts',
    method: 'GET',
    path: ({ quoteCode }) => `/api/quotes/${quoteCode}`,
    reads: roleOf,
    cells: cells(
      '200:public 200:public 200:public · 200:owner 200:public 200:public · 200:staff 200:staff 200:staff 200:staff',
    ),
  },
  {
    file: 'app/api/quotes/[code]/check/route.ts',
    method: 'POST',
    path: ({ quoteCode }) => `/api/quotes/${quoteCode}/check`,
    reads: reasonOf,
    cells: cells(
      '401 401 401 · 403:no-permission 403:not-yours 403:not-yours · 403:not-yours 403:not-yours 403:not-yours 403:not-yours',
    ),
  },
  { file: 'app/api/inbox/route.ts', method: 'GET', path: () => '/api/inbox', cells: STAFF_ROUTE },
  {
    file: 'app/api/workers/route.ts',
    method: 'GET',
    path: () => '/api/workers',
    cells: STAFF_ROUTE,
  },
  {
    file: 'app/api/contracts/[contractId]/route.ts',
    method: 'GET',
    path: ({ contractId }) => `/api/contracts/${contractId}`,
    cells: STAFF_ROUTE,
  },
  {
    file: 'app/api/contracts/[contractId]/open-window/route.ts',
    method: 'POST',
    path: ({ contractId }) => `/api/contracts/${contractId}/open-window`,
    reads: reasonOf,
    // Nobody of them has granted it; those without the role are not even told so.
    cells: cells(
      '401 401 401 · 403 403 403 · 403 403:no-permission 403:no-permission 403:no-permission',
    ),
  },
  {
    file: 'app/api/groups/route.ts',
    method: 'GET',
    path: () => '/api/groups?query=veld',
    cells: MANAGER_ROUTE,
  },
  {
    file: 'app/api/scopes/route.ts',
    method: 'GET',
    path: () => '/api/scopes?query=veld',
    cells: MANAGER_ROUTE,
  },
  {
    file: 'app/api/places/route.ts',
    method: 'GET',
    path: () => '/api/places?query=jita',
    cells: MANAGER_ROUTE,
  },
  {
    file: 'app/api/parties/[partyId]/route.ts',
    method: 'GET',
    path: () => '/api/parties/9100000000001',
    cells: MANAGER_ROUTE,
  },
  {
    file: 'app/api/auth/[...nextauth]/route.ts',
    method: 'GET',
    path: () => '/api/auth/callback/eve?code=x&state=y',
    reads: errorOf,
    cells: cells('303:expired'),
  },
  {
    file: 'app/api/auth/start/route.ts',
    method: 'POST',
    path: () => '/api/auth/start',
    type: 'application/x-www-form-urlencoded',
    body: () => '',
    reads: errorOf,
    cells: cells('303'),
  },
  {
    file: 'app/api/auth/sign-out/route.ts',
    method: 'POST',
    path: () => '/api/auth/sign-out',
    endsSession: true,
    cells: cells('303'),
  },
];

export type ActionRow = {
  readonly file: string;
  readonly name: string;
  /** Of what the cells are, where one action has several rows. */
  readonly about: string;
  /** The page that the browser would be at. */
  readonly page: (site: AccessSite) => string;
  /** What the action is called with: a form after the state before it, or one value. */
  readonly call: (site: AccessSite, who: Who) => Promise<Input>;
  /** What has changed in the database since `call`; `none` for those who may not. */
  readonly changed: (site: AccessSite, who: Who) => Promise<boolean>;
  readonly endsSession?: true;
  /** What each call takes of; absent where calling it again does nothing more. */
  readonly budget?: keyof typeof BUDGETS;
  readonly cells: Cells;
};

const NOT_YOURS = 'over over over · saved refused refused · refused refused refused refused';

const DELETED = '>/account/deleted';

/** The account that the last call was about. */
let doomedId: string | null = null;
/** The quote that the last call was about. */
let quoteCode = '';
let programVersion = 0;

async function isClosed({ db }: AccessSite['container'], accountId: string | null) {
  if (accountId === null) return false;
  const account = await db.account.findUniqueOrThrow({ where: { id: accountId } });
  return account.deletedAt !== null;
}

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

/** A rule for Veldspar, as its form is sent. */
const RULE = {
  scope: { kind: 'item', id: 1230 },
  action: 'accept',
  hubId: '',
  basisSide: 'buy',
  basisStatistic: 'top5',
  ratePercent: '95',
  validFrom: '',
  validUntil: '',
  note: '',
};

async function seenProgram({ db }: AccessSite['container'], programId: string) {
  const { version } = await db.program.findUniqueOrThrow({ where: { id: programId } });
  return { programId, version };
}

async function hasRules({ db }: AccessSite['container'], programId: string): Promise<boolean> {
  return (await db.rule.count({ where: { programId } })) > 0;
}

export const ACTIONS: readonly ActionRow[] = [
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
  {
    file: 'app/admin/programs/[programId]/actions.ts',
    name: 'saveProgram',
    about: 'the terms of a program',
    budget: 'programSaves',
    page: ({ programId }) => `/admin/programs/${programId}`,
    async call({ container, programId }) {
      const program = await container.db.program.findUniqueOrThrow({ where: { id: programId } });
      programVersion = program.version;
      const form = {
        name: program.name,
        isOpen: false,
        assigneeId: String(program.assigneeId),
        locationIds: program.locationIds.map(Number),
        hubId: String(program.hubId),
        basisSide: program.basisSide,
        basisStatistic: program.basisStatistic,
        ratePercent: '91',
        lifetimeHours: String(program.lifetimeHours),
        tolerancePercent: '0',
        toleranceIsk: '1',
        minimumTotalIsk: '',
        maximumTotalIsk: '',
        staleAfterMinutes: String(program.staleAfterMinutes),
        acceptedCategoryIds: program.acceptedCategoryIds,
        acceptedGroupIds: program.acceptedGroupIds,
        instructions: `said after version ${program.version}`,
      };
      return { value: { programId, version: program.version, form } };
    },
    async changed({ container, programId }) {
      const program = await container.db.program.findUniqueOrThrow({ where: { id: programId } });
      return program.version !== programVersion;
    },
    cells: cells('over over over · refused refused refused · refused refused saved saved'),
  },
  {
    file: 'app/admin/programs/[programId]/rule-actions.ts',
    name: 'saveRuleAction',
    about: 'a rule of a program',
    budget: 'programSaves',
    page: ({ programId }) => `/admin/programs/${programId}`,
    async call({ container, programId }) {
      await container.db.rule.deleteMany({ where: { programId } });
      return { value: { ...(await seenProgram(container, programId)), ruleId: null, form: RULE } };
    },
    changed: ({ container, programId }) => hasRules(container, programId),
    cells: cells('over over over · refused refused refused · refused refused saved saved'),
  },
  {
    file: 'app/admin/programs/[programId]/rule-actions.ts',
    name: 'removeRuleAction',
    about: 'a rule of a program',
    budget: 'programSaves',
    page: ({ programId }) => `/admin/programs/${programId}`,
    async call({ container, programId }) {
      await container.db.rule.deleteMany({ where: { programId } });
      const ruleId = crypto.randomUUID();
      await container.db.rule.create({
        data: {
          id: ruleId,
          programId,
          scopeKind: 'item',
          scopeId: 1230,
          action: 'accept',
          createdAt: new Date(),
        },
      });
      return { value: { ...(await seenProgram(container, programId)), ruleId } };
    },
    changed: async ({ container, programId }) => !(await hasRules(container, programId)),
    cells: cells('over over over · refused refused refused · refused refused saved saved'),
  },
];
