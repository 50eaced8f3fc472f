'use client';

import { clsx } from 'clsx';
import { Search, X } from 'lucide-react';
import type { RefObject } from 'react';
import type { Inbox } from '#lib/features/contracts/schema.ts';
import { IconButton } from '#lib/ui/primitives/icon-button.tsx';
import { Input } from '#lib/ui/primitives/input.tsx';
import { VERDICT_LOOKS } from '#lib/ui/trade/verdict-tag.tsx';
import { VERDICT_ORDER } from './arrange-rows.ts';
import type { useInboxAddress } from './use-inbox-address.ts';

type InboxToolbarProps = {
  readonly inbox: Inbox;
  readonly address: ReturnType<typeof useInboxAddress>;
  readonly searchBox: RefObject<HTMLInputElement | null>;
  readonly isSearching: boolean;
  readonly onSearching: (isSearching: boolean) => void;
};

/** Tabs by verdict with their counts, and the search. Both stand in the address. */
export function InboxToolbar(props: InboxToolbarProps) {
  const { inbox, address, searchBox, isSearching, onSearching } = props;
  // Contracts without any quote are rare: their tab comes with the first.
  const verdicts = VERDICT_ORDER.filter(
    (verdict) =>
      verdict !== 'unmatched' || inbox.counts.unmatched > 0 || address.verdict === verdict,
  );

  function closeSearch() {
    onSearching(false);
    address.setSearch('');
  }

  return (
    <div className="flex h-10 flex-none items-center gap-2 border-line border-b px-4 max-desk:h-12 max-desk:px-3">
      <fieldset
        aria-label="Verdict"
        className="-mx-1 flex min-w-0 flex-1 overflow-x-auto px-1 py-1 [scrollbar-width:none]"
      >
        <Tab
          isCurrent={address.verdict === null}
          count={inbox.counts.all}
          onClick={() => address.setVerdict(null)}
        >
          All
        </Tab>
        {verdicts.map((verdict) => (
          <Tab
            key={verdict}
            isCurrent={address.verdict === verdict}
            count={inbox.counts[verdict]}
            onClick={() => address.setVerdict(verdict)}
          >
            {VERDICT_LOOKS[verdict].word}
          </Tab>
        ))}
      </fieldset>
      <div className="flex flex-none items-center gap-1">
        {isSearching && (
          <Input
            ref={searchBox}
            type="search"
            aria-label="Search by code, pilot or title"
            placeholder="Code, pilot, title"
            defaultValue={address.search}
            className="h-7 w-52 max-wide:w-36 max-desk:h-10 max-desk:w-40"
            onChange={(event) => address.setSearch(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return;
              event.stopPropagation();
              closeSearch();
            }}
          />
        )}
        <IconButton
          label={isSearching ? 'Close search' : 'Search, shortcut slash'}
          onClick={() => (isSearching ? closeSearch() : onSearching(true))}
        >
          {isSearching ? (
            <X aria-hidden="true" className="icon" />
          ) : (
            <Search aria-hidden="true" className="icon" />
          )}
        </IconButton>
      </div>
    </div>
  );
}

type TabProps = {
  readonly isCurrent: boolean;
  readonly count: number;
  readonly onClick: () => void;
  readonly children: string;
};

function Tab({ isCurrent, count, onClick, children }: TabProps) {
  return (
    <button
      type="button"
      aria-pressed={isCurrent}
      onClick={onClick}
      className={clsx(
        'flex h-7 flex-none items-center gap-1.5 whitespace-nowrap rounded-control px-2.5 font-medium max-desk:h-10',
        isCurrent ? 'bg-surface-3 text-ink' : 'text-ink-2 hover:text-ink',
      )}
    >
      {children}
      <span className="numeric font-normal text-ink-3">{count}</span>
    </button>
  );
}
