import type { ReactNode } from 'react';
import { toPermission } from '#app/_parts/to-permission.ts';
import type { Inbox } from '#lib/features/contracts/schema.ts';
import { ButtonLink } from '#lib/ui/primitives/button-link.tsx';
import { Notice } from '#lib/ui/primitives/notice.tsx';
import { EveTime } from '#lib/ui/trade/eve-time.tsx';

/** Above the list: what cannot be seen, and what to do about it. Empty while all is well. */
export function FeedNotices({ inbox }: { inbox: Inbox }) {
  if (inbox.feeds.length === 0) {
    return (
      <FeedNotice title="Nobody’s contracts are read yet" actions={<AskForContracts />}>
        Allow this site to read the contracts of the character or corporation that receives them.
      </FeedNotice>
    );
  }
  return inbox.feeds.flatMap((feed) => [
    feed.needsGrant ? <GrantNotice key={`grant ${feed.ownerId}`} feed={feed} /> : null,
    feed.trouble && !feed.needsGrant ? (
      <TroubleNotice key={`trouble ${feed.ownerId}`} feed={feed} trouble={feed.trouble} />
    ) : null,
    feed.unreadableIds.length > 0 ? (
      <UnreadableNotice key={`unreadable ${feed.ownerId}`} feed={feed} />
    ) : null,
  ]);
}

type Feed = Inbox['feeds'][number];
type Trouble = NonNullable<Feed['trouble']>;

function GrantNotice({ feed: { ownerName } }: { feed: Feed }) {
  return (
    <FeedNotice
      title={`The contracts of ${ownerName} can’t be read any more`}
      actions={<AskForContracts />}
    >
      The permission is missing or was ended. Allow it again with the same character.
    </FeedNotice>
  );
}

const SINCE: Record<Trouble, string> = {
  silent: 'ESI has not answered since',
  garbled: 'ESI has sent nothing that makes sense since',
  throttled: 'ESI has made us wait since',
};
const NOT_YET: Record<Trouble, string> = {
  silent: 'ESI has not answered yet for',
  garbled: 'ESI has sent nothing that makes sense yet for',
  throttled: 'ESI still makes us wait for',
};

function TroubleNotice({
  feed: { ownerName, lastCompleteAt },
  trouble,
}: {
  feed: Feed;
  trouble: Trouble;
}) {
  const title = lastCompleteAt ? (
    <>
      {SINCE[trouble]} <EveTime at={lastCompleteAt} />
    </>
  ) : (
    `${NOT_YET[trouble]} ${ownerName}`
  );
  return (
    <FeedNotice title={title}>
      Contracts to {ownerName} made since then are missing here. The site keeps asking.
    </FeedNotice>
  );
}

function UnreadableNotice({ feed: { ownerName, unreadableIds } }: { feed: Feed }) {
  const isOne = unreadableIds.length === 1;
  return (
    <FeedNotice
      title={`${isOne ? 'A contract' : `${unreadableIds.length} contracts`} to ${ownerName} could not be read`}
    >
      {isOne ? 'It is' : 'They are'} missing here: {unreadableIds.join(', ')}. Look at{' '}
      {isOne ? 'it' : 'them'} in game. All others are shown.
    </FeedNotice>
  );
}

type FeedNoticeProps = {
  readonly title: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
};

function FeedNotice({ title, actions, children }: FeedNoticeProps) {
  return (
    <Notice kind="warn" title={title} actions={actions} className="border-line border-b desk:px-4">
      {children}
    </Notice>
  );
}

function AskForContracts() {
  return (
    <ButtonLink href={toPermission('contracts', { returnTo: '/admin/inbox' })} prefetch={false}>
      Allow reading contracts
    </ButtonLink>
  );
}
