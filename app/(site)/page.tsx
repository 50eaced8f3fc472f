import type { Metadata } from 'next';
import type { PricingRule } from '#lib/core/pricing/rules/rule.ts';
import type { ProgramTerms } from '#lib/core/program/terms.ts';
import { readFunds } from '#lib/features/funds/read-funds.ts';
import { hubStatus } from '#lib/features/prices/hub-status.ts';
import { listOpenPrograms } from '#lib/features/programs/list-open-programs.ts';
import { readAcceptanceTime } from '#lib/features/quotes/acceptance-time.ts';
import { type Container, getContainer } from '#lib/server/container.ts';
import { readDailyUse } from '#lib/server/program-limits.ts';
import { readProgramRules } from '#lib/server/program-rules.ts';
import { getViewer } from '#lib/server/session.ts';
import { getStaticData } from '#lib/server/static-data.ts';
import { Notice } from '#lib/ui/primitives/notice.tsx';
import { PageMain } from './_parts/page-main.tsx';
import { describeConditions } from './_parts/sell/describe-conditions.ts';
import type { Offer } from './_parts/sell/offer.ts';
import { SellPage } from './_parts/sell/sell-page.tsx';

export const metadata: Metadata = { title: 'Sell ore, ice, gas and loot — Ageira Trade' };

const MINUTE_MS = 60_000;
/** The data's name of it says little: all that is mined from rocks is in it. */
const ASTEROID_CATEGORY = 25;

export default async function Page() {
  const container = getContainer();
  const [programs, viewer] = await Promise.all([listOpenPrograms(container), getViewer()]);
  const buying = programs.filter(({ side }) => side === 'buys');
  const rules = await readProgramRules(
    container,
    buying.map(({ programId }) => programId),
  );
  const accountId = viewer?.accountId ?? null;
  const [first, ...others] = await Promise.all(
    buying.map((terms) => toOffer(container, terms, { rules, accountId })),
  );

  return (
    <PageMain>
      {first ? (
        <>
          <noscript>
            <Notice
              kind="warn"
              title="The appraisal needs JavaScript"
              className="mx-auto max-w-[1120px] px-0!"
            >
              Without it nothing that you paste here is read. Switch it on for this site, then
              reload.
            </Notice>
          </noscript>
          <SellPage first={first} others={others} typist={viewer?.accountId ?? null} />
        </>
      ) : (
        <NothingOpen />
      )}
    </PageMain>
  );
}

type Asker = {
  readonly rules: ReadonlyMap<string, readonly PricingRule[]>;
  readonly accountId: string | null;
};

async function toOffer(
  container: Container,
  terms: ProgramTerms,
  { rules, accountId }: Asker,
): Promise<Offer> {
  const now = container.clock();
  const [use, { asOf, nextAt }, staticData, acceptance, funds] = await Promise.all([
    readDailyUse(container.db, { ...terms, accountId, now }),
    hubStatus(container, terms.basis.hubId),
    getStaticData(container),
    readAcceptanceTime(container, terms.programId),
    readFunds(container, terms.assigneeId),
  ]);
  const oldestMs = now.getTime() - terms.staleAfterMinutes * MINUTE_MS;
  const kinds = [
    ...terms.acceptedCategoryIds.map((id) =>
      id === ASTEROID_CATEGORY ? 'Ore, moon ore and ice' : staticData.category(id)?.name,
    ),
    ...terms.acceptedGroupIds.map((id) => staticData.group(id)?.name),
  ].filter((name) => name !== undefined);

  return {
    terms,
    kinds,
    conditions: describeConditions(terms, { use, rules: rules.get(terms.programId) ?? [], now }),
    prices: { asOf, nextAt, isStale: asOf !== null && asOf.getTime() < oldestMs },
    acceptance,
    funds,
  };
}

function NothingOpen() {
  return (
    <div className="mx-auto mt-10 max-w-[60ch]">
      <h1 className="font-semibold text-figure">The trader buys nothing right now</h1>
      <p className="mt-1 text-ink-2">
        No program is open. Quotes that were made before still hold until the time they say.
      </p>
    </div>
  );
}
