import type { Metadata } from 'next';
import { getShop } from '#lib/features/stock/get-shop.ts';
import { getContainer } from '#lib/server/container.ts';
import { getViewer } from '#lib/server/session.ts';
import { Empty } from '#lib/ui/primitives/empty.tsx';
import { PageHead } from '#lib/ui/primitives/page-head.tsx';
import { Panel } from '#lib/ui/primitives/panel.tsx';
import { PageMain } from '../_parts/page-main.tsx';
import { ShelfPanel } from './_parts/shelf-panel.tsx';

export const metadata: Metadata = {
  title: 'Shop — Ageira Trade',
  description:
    'Minerals and more that the trader sells: what is there, at what price, reserved while you wait.',
};

/** What the trader sells, place by place, and what is free of it now. */
export default async function Page() {
  const container = getContainer();
  const [shelves, viewer] = await Promise.all([getShop(container, container.clock()), getViewer()]);
  const stocked = shelves.filter(({ items }) => items.length > 0);
  const characters = (viewer?.characters ?? [])
    .map(({ characterId, name }) => ({ characterId, name }))
    .toSorted(
      (a, b) =>
        Number(b.characterId === viewer?.characterId) -
        Number(a.characterId === viewer?.characterId),
    );

  return (
    <PageMain>
      <PageHead
        title="Shop"
        note="Order, and it is reserved for you. The trader makes the contract; you accept it in game."
      />
      <div className="grid gap-4 max-desk:gap-3">
        {stocked.map((shelf) => (
          <ShelfPanel
            key={`${shelf.terms.programId}-${shelf.place.locationId}`}
            shelf={{
              programId: shelf.terms.programId,
              programName: shelf.terms.name,
              instructions: shelf.terms.instructions,
              lifetimeHours: shelf.terms.lifetimeHours,
              place: shelf.place,
              items: shelf.items,
              pricesAt: shelf.pricesAt,
            }}
            characters={characters}
          />
        ))}
        {stocked.length === 0 && (
          <Panel aria-label="Shop">
            <Empty>
              {shelves.length === 0
                ? 'The trader sells nothing at the moment. Come back later.'
                : 'All is sold out at the moment. Come back later.'}
            </Empty>
          </Panel>
        )}
      </div>
    </PageMain>
  );
}
