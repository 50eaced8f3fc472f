import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { MessagePage } from '#app/_parts/message-page.tsx';
import { QueryProvider } from '#app/_parts/query-provider.tsx';
import { findQuotePage } from '#app/api/quotes/find-quote-page.ts';
import { getLooker } from '#app/api/quotes/looker.ts';
import type { QuotePage } from '#lib/features/quotes/schema.ts';
import { getCaller } from '#lib/server/caller.ts';
import { getContainer } from '#lib/server/container.ts';
import { HttpError } from '#lib/server/http.ts';
import { BUDGETS, spend } from '#lib/server/request-limits.ts';
import { PageMain } from '../../_parts/page-main.tsx';
import { QuoteLive } from './_parts/quote-live.tsx';
import { quotePreview } from './_parts/quote-preview.ts';
import { quoteTitle } from './_parts/quote-title.ts';

type Props = PageProps<'/q/[code]'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { page, refusal } = await load((await params).code);
  return {
    title: page ? quoteTitle(page) : `${refusal ? 'Too often' : 'No such quote'} — Quotes`,
    robots: { index: false, follow: false },
    ...(page && quotePreview(page, getContainer().env.PUBLIC_URL)),
  };
}

export default async function Page({ params }: Props) {
  const { page, refusal } = await load((await params).code);
  if (refusal) {
    return (
      <MessagePage title="Not so fast">
        <p role="alert">{refusal}</p>
      </MessagePage>
    );
  }
  if (!page) notFound();
  return (
    <PageMain>
      <QueryProvider>
        <QuoteLive first={page} />
      </QueryProvider>
    </PageMain>
  );
}

type Loaded = { readonly page: QuotePage | null; readonly refusal: string | null };

/** Once per request: title and page ask for the same. `refusal` is said to who looks up too often. */
const load = cache(async (code: string): Promise<Loaded> => {
  const container = getContainer();
  try {
    await spend(container, BUDGETS.quoteLookUps, await getCaller());
  } catch (error) {
    if (error instanceof HttpError) return { page: null, refusal: error.message };
    throw error;
  }
  return { page: await findQuotePage(container, code, await getLooker()), refusal: null };
});
