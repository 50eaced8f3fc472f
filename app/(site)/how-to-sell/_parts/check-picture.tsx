import { Check, TriangleAlert } from 'lucide-react';
import { Picture } from './picture.tsx';

const RIGHT = [
  ['Type', 'item exchange'],
  ['Receiver', 'as quoted'],
  ['Veldspar', '10,000 of 10,000'],
  ['Scordite', '4,000 of 4,000'],
] as const;

/** What the quote's page says of a contract with a digit too many. */
export function CheckPicture() {
  return (
    <Picture
      title="AT-7K3M-9QX2"
      says="The quote’s page lists the checks of a contract: type, receiver and items are right, the price is not. It was asked 2,657,000 ISK where the quote says 265,700, and the page says what to do."
    >
      <ul className="m-0! gap-0! p-0! text-body">
        {RIGHT.map(([what, how]) => (
          <li
            key={what}
            className="grid list-none grid-cols-[16px_1fr_auto] items-center gap-2 border-line-soft border-b px-3 py-1"
          >
            <Check className="icon-s text-gain" />
            <span>{what}</span>
            <span className="numeric text-ink-2">{how}</span>
          </li>
        ))}
        <li className="grid list-none grid-cols-[16px_1fr_auto] items-center gap-x-2 gap-y-1 bg-surface-2 px-3 py-2">
          <TriangleAlert className="icon-s text-warn" />
          <span className="font-medium">Price</span>
          <span className="numeric text-warn">2,657,000</span>
          <span className="col-span-2 col-start-2 text-ink-2">
            The quote says 265,700. Delete the contract in game and make it again with that price.
          </span>
        </li>
      </ul>
    </Picture>
  );
}
