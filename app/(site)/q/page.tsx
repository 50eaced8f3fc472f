import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { formatQuoteCode, readQuoteCode } from '#lib/core/quote/code.ts';
import { describeCodeFault } from '#lib/core/quote/describe-code-fault.ts';
import { Button } from '#lib/ui/primitives/button.tsx';
import { Field } from '#lib/ui/primitives/field.tsx';
import { Input } from '#lib/ui/primitives/input.tsx';
import { PageMain } from '../_parts/page-main.tsx';

export const metadata: Metadata = { title: 'Find a quote — Quotes' };

/** Where the search field leads: straight to the quote, or here with what is wrong. */
export default async function Page({ searchParams }: PageProps<'/q'>) {
  const { code } = await searchParams;
  const typed = typeof code === 'string' ? code.trim() : '';
  const reading = typed === '' ? null : readQuoteCode(typed);
  if (reading?.ok) redirect(`/q/${formatQuoteCode(reading.code)}`);

  return (
    <PageMain kind="text">
      <h1 className="mb-3 font-semibold text-figure">Find a quote</h1>
      <form action="/q" method="get" className="flex max-w-96 items-start gap-2">
        <div className="min-w-0 flex-1">
          <Field
            id="find-code"
            label="Quote code"
            hint="Capitals, hyphens and spaces do not matter."
            error={reading ? describeCodeFault(reading.reason) : undefined}
          >
            {(ids) => (
              <Input
                {...ids}
                name="code"
                defaultValue={typed.slice(0, 40)}
                maxLength={40}
                required
                autoComplete="off"
                spellCheck={false}
                className="mono"
              />
            )}
          </Field>
        </div>
        <Button type="submit" look="primary" className="mt-5 h-8!">
          Find
        </Button>
      </form>
    </PageMain>
  );
}
