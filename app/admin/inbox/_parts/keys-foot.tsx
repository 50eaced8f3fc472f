import { clsx } from 'clsx';
import { Kbd } from '#lib/ui/primitives/kbd.tsx';
import { INBOX_KEYS } from './keys.ts';

const SHOWN = 5;

/** The keys one needs most, always in sight on a desktop. */
export function KeysFoot({ canAct, onHelp }: { canAct: boolean; onHelp: () => void }) {
  return (
    <div className="flex h-8 flex-none items-center gap-4 overflow-hidden whitespace-nowrap border-line border-t px-4 text-ink-3 text-meta max-desk:hidden">
      {INBOX_KEYS.filter(({ isAct }) => canAct || !isAct)
        .slice(0, SHOWN)
        .map(({ keys, does }, index) => (
          <span
            key={does}
            className={clsx('inline-flex items-center gap-1.5', index > 2 && 'max-wide:hidden')}
          >
            {keys.map((key) => (
              <Kbd key={key}>{key}</Kbd>
            ))}
            {does}
          </span>
        ))}
      <button
        type="button"
        onClick={onHelp}
        className="ml-auto inline-flex h-6 items-center gap-1.5 hover:text-ink focus-visible:-outline-offset-2"
      >
        <Kbd>?</Kbd>
        all keys
      </button>
    </div>
  );
}
