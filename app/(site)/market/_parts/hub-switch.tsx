import { clsx } from 'clsx';
import Link from 'next/link';
import type { HubChoice } from '#lib/features/market/schema.ts';
import { toMarketPath } from './market-path.ts';

type HubSwitchProps = {
  readonly hubs: readonly HubChoice[];
  /** The one that is looked at. */
  readonly hubId: number | undefined;
  /** Of the page that it stands on. */
  readonly path: string;
  readonly query?: string;
};

/** Which market the figures are of. Links: each has an address, and they need no script. */
export function HubSwitch({ hubs, hubId, path, query }: HubSwitchProps) {
  if (hubs.length < 2) return null;
  return (
    <nav aria-label="Market" className="flex min-w-0 max-w-full overflow-x-auto">
      {hubs.map((hub) => {
        const isCurrent = hub.hubId === hubId;
        return (
          <Link
            key={hub.hubId}
            href={toMarketPath(path, hubs, hub.hubId, query)}
            prefetch={false}
            scroll={false}
            aria-current={isCurrent ? 'page' : undefined}
            className={clsx(
              'inline-flex h-8 items-center whitespace-nowrap rounded-control px-2.5 font-medium text-body hover:text-ink focus-visible:-outline-offset-2 max-desk:h-10',
              isCurrent ? 'bg-surface-3 text-ink' : 'text-ink-2',
            )}
          >
            {hub.name}
          </Link>
        );
      })}
    </nav>
  );
}
