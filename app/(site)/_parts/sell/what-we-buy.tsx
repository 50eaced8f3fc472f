import { Cell, Head, Table } from '#lib/ui/table/table.tsx';
import { Age } from '#lib/ui/trade/age.tsx';
import { formatPercent } from '#lib/ui/trade/format-numbers.ts';
import { describeBasis } from './describe-terms.ts';
import type { Offer } from './offer.ts';

/** What the chosen program buys and at what rate, before anyone pastes or signs in. */
export function WhatWeBuy({ offer }: { offer: Offer }) {
  const { terms, kinds, conditions, prices } = offer;
  return (
    <section aria-labelledby="what-we-buy">
      <h2 id="what-we-buy" className="mb-2 font-semibold">
        What this program buys
      </h2>
      <Table caption="What this program buys" flush>
        <thead>
          <tr>
            <Head>Kind</Head>
            <Head numeric>% of {describeBasis(terms.basis)}</Head>
          </tr>
        </thead>
        <tbody>
          {kinds.map((kind) => (
            <tr key={kind} data-plain="">
              <Cell className="whitespace-normal!">{kind}</Cell>
              <Cell numeric>{formatPercent(terms.rateBp)}</Cell>
            </tr>
          ))}
        </tbody>
      </Table>
      <p className="mt-2">
        <span className="text-ink-3 text-meta">Prices </span>
        <Age {...prices} />
      </p>
      <dl className="mt-3 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 text-meta">
        {conditions.map(({ name, value }) => (
          <div key={name} className="contents">
            <dt className="text-ink-3">{name}</dt>
            <dd className="text-ink-2 [overflow-wrap:anywhere]">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
