import { clsx } from 'clsx';
import { TriangleAlert } from 'lucide-react';
import { EveTime } from './eve-time.tsx';

type AgeProps = {
  /** When the data was made; null: never. */
  readonly asOf: Date | null;
  readonly nextAt?: Date | null;
  readonly isStale?: boolean;
};

/** "as of 19:36 EVE, next 19:41": age is part of every figure. */
export function Age({ asOf, nextAt, isStale = false }: AgeProps) {
  return (
    <span
      className={clsx(
        'inline-flex items-center gap-1.5 whitespace-nowrap text-meta',
        isStale ? 'text-warn' : 'text-ink-3',
      )}
    >
      {isStale && <TriangleAlert aria-hidden="true" className="icon-s" />}
      <span>
        {asOf ? (
          <>
            as of <EveTime at={asOf} />
          </>
        ) : (
          'never read yet'
        )}
        {nextAt && (
          <>
            , next <EveTime at={nextAt} isMarked={false} />
          </>
        )}
      </span>
    </span>
  );
}
