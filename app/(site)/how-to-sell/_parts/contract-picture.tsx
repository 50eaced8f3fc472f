import { clsx } from 'clsx';
import { Mark, Picture } from './picture.tsx';

const FIELDS = [
  { label: 'Contract type', value: 'Item Exchange', mark: 2 },
  { label: 'Availability', value: 'Private', mark: 2 },
  { label: 'Receiver', value: 'as the quote says', mark: 2 },
  { label: 'Items', value: 'Veldspar × 10,000, Scordite × 4,000', mark: 1 },
  { label: 'I will receive', value: '265,700', mark: 3 },
  { label: 'I will pay', value: '0', mark: 3 },
  { label: 'Expiration', value: '2 weeks', mark: 5 },
  { label: 'Description', value: 'AT-7K3M-9QX2', mark: 4 },
] as const;

/** The fields of the game's dialog, with the numbers of the words beside it. */
export function ContractPicture() {
  return (
    <Picture
      title="Create contract"
      says="The game’s contract dialog, filled in: an item exchange, private, to the receiver of the quote, with the items, 265,700 under I will receive, 0 under I will pay, two weeks, and the code AT-7K3M-9QX2 as description."
    >
      <div className="grid gap-1.5 p-3">
        {FIELDS.map(({ label, value, mark }) => (
          <div
            key={label}
            className="grid grid-cols-[104px_minmax(0,1fr)_18px] items-center gap-x-2 text-body"
          >
            <span className="text-ink-3 text-meta">{label}</span>
            <span
              className={clsx(
                'truncate rounded-control border bg-surface-2 px-2 py-0.5',
                label === 'I will receive' || label === 'Description'
                  ? 'border-accent font-medium'
                  : 'border-line text-ink-2',
              )}
            >
              {value}
            </span>
            <Mark number={mark} />
          </div>
        ))}
      </div>
    </Picture>
  );
}
