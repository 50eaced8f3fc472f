import type { ItemOffer, MarketItem } from '#lib/features/market/schema.ts';
import { ButtonLink } from '#lib/ui/primitives/button-link.tsx';
import { Panel, PanelHead } from '#lib/ui/primitives/panel.tsx';
import { formatPercent } from '#lib/ui/trade/format-numbers.ts';
import { Isk } from '#lib/ui/trade/isk.tsx';
import { whyNotBought } from './why-not-bought.ts';

/** What the trader pays for one, by each of the open programs. */
export function Offers({ item }: { item: MarketItem }) {
  const refusals = item.offers.map(({ refusal }) => refusal);
  const isWanted = refusals.some((refusal) => refusal !== 'not-accepted');

  return (
    <Panel aria-labelledby="offers">
      <PanelHead id="offers" title="At Ageira Trade" />
      {item.offers.length === 0 ? (
        <p className="p-3 text-ink-2">The trader buys nothing right now.</p>
      ) : isWanted ? (
        <ul className="divide-y divide-line-soft px-3">
          {item.offers.map((offer) => (
            <Offer key={offer.programId} offer={offer} />
          ))}
        </ul>
      ) : (
        <p className="p-3 text-ink-2">The trader does not buy {item.name}.</p>
      )}
    </Panel>
  );
}

function Offer({ offer }: { offer: ItemOffer }) {
  const { unitPriceIsk, refusal } = offer;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 py-2.5">
      <div className="min-w-0 flex-1 basis-40">
        {unitPriceIsk !== null ? (
          <p>
            We buy at{' '}
            <b className="font-semibold">
              <Isk amount={unitPriceIsk} />
            </b>{' '}
            ISK
          </p>
        ) : (
          <p className="text-ink-2">{refusal && whyNotBought(refusal)}</p>
        )}
        <p className="text-ink-3 text-meta">
          {offer.programName}
          {refusal !== 'refused-by-rule' && `, ${formatPercent(offer.rateBp)} % of ${offer.basis}`}
        </p>
      </div>
      {unitPriceIsk !== null && <ButtonLink href="/">Sell yours</ButtonLink>}
    </li>
  );
}
