import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { loadQuotePage } from '#app/api/quotes/load-quote-page.ts';
import { getLooker } from '#app/api/quotes/looker.ts';
import type { QuotePage } from '#lib/features/quotes/schema.ts';
import { getCaller } from '#lib/server/caller.ts';
import { getContainer } from '#lib/server/container.ts';
import { BUDGETS, spend } from '#lib/server/request-limits.ts';
import { PageMain } from '../../_parts/page-main.tsx';
import { QuoteLive } from './_parts/quote-live.tsx';
import { quoteTitle } from './_parts/quote-title.ts';

type Props = PageProps<'/q/[code]'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const page = await load((await params).code);
  return {
    title: page ? quoteTitle(page) : 'No such quote — Quotes',
    robots: { index: false, follow: false },
  };
}

export default async function Page({ params }: Props) {
  const page = (await load((await params).code)) ?? notFound();
  return (
    <PageMain>
      <QuoteLive first={page} />
    </PageMain>
  );
}

/** Once per request: title and page ask for the same. */
const load = cache(async (code: string): Promise<QuotePage | null> => {
  const container = getContainer();
  await spend(container, BUDGETS.quoteLookUps, await getCaller());
  return loadQuotePage(container, code, await getLooker());
});
