import type { Order } from '#lib/features/orders/schema.ts';
import { CopyButton } from '#lib/ui/primitives/copy-button.tsx';
import { Panel, PanelHead } from '#lib/ui/primitives/panel.tsx';
import { Cell, Head, NameInCell, Table } from '#lib/ui/table/table.tsx';
import { ItemIcon } from '#lib/ui/trade/item-icon.tsx';
import { Units } from '#lib/ui/trade/units.tsx';
import { toPickText } from './to-pick-text.ts';

/** At each place all that is to be taken out of the hangar, summed over its orders. */
export function PickLists({ orders }: { orders: readonly Order[] }) {
  const places = [...new Map(orders.map(({ place }) => [place.locationId, place])).values()];
  return (
    <div className="grid min-w-0 gap-4 max-wide:order-first max-desk:gap-3">
      {places.map(({ locationId, name }) => {
        const here = orders.filter(({ place }) => place.locationId === locationId);
        const lines = sumLines(here);
        return (
          <Panel key={locationId} aria-labelledby={`pick-${locationId}`}>
            <PanelHead
              id={`pick-${locationId}`}
              title="Pick list"
              note={`${here.length} ${here.length === 1 ? 'order' : 'orders'}`}
            >
              <CopyButton
                text={toPickText(lines)}
                label="Copy"
                name={`Copy the pick list of ${name}`}
              />
            </PanelHead>
            <p className="px-3 py-2 text-ink-2 text-meta">{name}</p>
            <Table caption={`To pick at ${name}`} stacked>
              <thead>
                <tr>
                  <Head>Item</Head>
                  <Head numeric>Quantity</Head>
                </tr>
              </thead>
              <tbody>
                {lines.map((line) => (
                  <tr key={line.typeId}>
                    <Cell slot="lead">
                      <NameInCell icon={<ItemIcon {...line} />}>{line.name}</NameInCell>
                    </Cell>
                    <Cell numeric slot="lead-end">
                      <Units units={line.quantity} />
                    </Cell>
                  </tr>
                ))}
              </tbody>
            </Table>
          </Panel>
        );
      })}
    </div>
  );
}

function sumLines(orders: readonly Order[]): Order['lines'] {
  const sums = new Map<number, Order['lines'][number]>();
  for (const line of orders.flatMap(({ lines }) => lines)) {
    const before = sums.get(line.typeId);
    sums.set(line.typeId, before ? { ...before, quantity: before.quantity + line.quantity } : line);
  }
  return [...sums.values()].toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
}
