'use client';

import { useQuery } from '@tanstack/react-query';
import { clsx } from 'clsx';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useLive } from '#app/_parts/live/use-live.ts';
import { useRefresh } from '#app/_parts/live/use-refresh.ts';
import { AdminHead } from '#app/admin/_parts/admin-head.tsx';
import { QueryFailure } from '#app/admin/_parts/query-failure.tsx';
import { REFUSAL_TITLES, toRefusal } from '#app/admin/_parts/refusal.ts';
import { INBOX_ROOM } from '#lib/core/live/room-names.ts';
import { INBOX_POLL_S, inboxQuery } from '#lib/features/contracts/queries.ts';
import type { Inbox } from '#lib/features/contracts/schema.ts';
import { Isk } from '#lib/ui/trade/isk.tsx';
import { LiveMark } from '#lib/ui/trade/live-mark.tsx';
import { countUnlisted, filterRows, sortRows } from './arrange-rows.ts';
import { ContractDetail } from './contract-detail.tsx';
import { ContractList } from './contract-list.tsx';
import { FeedNotices } from './feed-notices.tsx';
import { InboxAge } from './inbox-age.tsx';
import { InboxToolbar } from './inbox-toolbar.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { KeysFoot } from './keys-foot.tsx';
import { NewRowsBar } from './new-rows-bar.tsx';
import { NothingHere } from './nothing-here.tsx';
import { useHeldRows } from './use-held-rows.ts';
import { useInboxAddress } from './use-inbox-address.ts';
import { useInboxKeys } from './use-inbox-keys.ts';

type InboxViewProps = {
  readonly initialInbox: Inbox;
  /** Below trader: may look, but not open windows in game. */
  readonly canAct: boolean;
};

/** The contracts that wait, and the one that is looked at. */
export function InboxView({ initialInbox, canAct }: InboxViewProps) {
  const address = useInboxAddress();
  const { verdict, search, sort, contract: openId } = address;
  const { note } = useRefresh([['inbox'], ['contract']]);
  const live = useLive([INBOX_ROOM], () => note());
  const inbox = useQuery({ ...inboxQuery(live === 'live'), initialData: initialInbox });
  const { data } = inbox;
  const refusal = toRefusal(inbox.error);
  const sorted = sortRows(filterRows(data.rows, { verdict, search }), sort);
  const { rows, arrived, showNew } = useHeldRows(sorted, {
    isHolding: openId !== null,
    listKey: `${verdict} ${search} ${sort}`,
  });

  const [isShowingKeys, setShowingKeys] = useState(false);
  const [isSearching, setSearching] = useState(search !== '');
  const searchBox = useRef<HTMLInputElement>(null);
  const main = useRef<HTMLElement>(null);
  useInboxKeys(main, {
    onSearch: () => {
      flushSync(() => setSearching(true));
      searchBox.current?.focus();
    },
    onShowNew: showNew,
    onHelp: () => setShowingKeys(true),
    onClose: () => address.setContract(null),
  });

  return (
    <>
      <div className={clsx(openId !== null && 'max-mid:sr-only')}>
        <AdminHead
          title="Inbox"
          note={
            <span className="max-desk:hidden">
              <InboxAge inbox={data} />
            </span>
          }
        >
          <span className="numeric max-desk:hidden">
            {data.counts.all} {data.counts.all === 1 ? 'contract' : 'contracts'},{' '}
            <Isk amount={data.totalIsk} decimals={false} /> ISK
          </span>
          <LiveMark
            state={live}
            everyS={INBOX_POLL_S}
            isFailing={inbox.isError}
            why={refusal ? REFUSAL_TITLES[refusal] : undefined}
          />
        </AdminHead>
      </div>
      <main
        id="main"
        ref={main}
        className="min-h-0 flex-1 mid:grid mid:grid-cols-[minmax(0,1fr)_412px] wide:grid-cols-[minmax(0,1fr)_540px]"
      >
        <div
          className={clsx(
            'flex min-h-0 min-w-0 flex-col desk:h-full',
            openId !== null && 'max-mid:hidden',
          )}
        >
          <InboxToolbar
            inbox={data}
            address={address}
            searchBox={searchBox}
            isSearching={isSearching}
            onSearching={setSearching}
          />
          <FeedNotices inbox={data} />
          {inbox.isError && (
            <QueryFailure
              error={inbox.error}
              what="The newest contracts"
              onRetry={inbox.refetch}
              isRetrying={inbox.isFetching}
              comfort="What was loaded before stays below."
            />
          )}
          {arrived.length > 0 && <NewRowsBar arrived={arrived} onShow={showNew} />}
          {rows.length > 0 ? (
            <ContractList
              rows={rows}
              unlisted={countUnlisted(data, verdict)}
              openId={openId}
              serverNow={data.now}
              sort={sort}
              isBusy={inbox.isFetching}
              onSort={address.setSort}
              onOpen={address.setContract}
            />
          ) : (
            <NothingHere
              hasFilter={verdict !== null || search !== ''}
              onClear={address.clearFilters}
            />
          )}
          <KeysFoot canAct={canAct} onHelp={() => setShowingKeys(true)} />
        </div>
        <ContractDetail
          contractId={openId}
          isTold={live === 'live'}
          canAct={canAct}
          onClose={() => address.setContract(null)}
        />
      </main>
      <KeysDialog isOpen={isShowingKeys} onOpenChange={setShowingKeys} canAct={canAct} />
    </>
  );
}
