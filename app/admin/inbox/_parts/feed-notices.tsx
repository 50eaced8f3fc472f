import type { ReactNode } from 'react';
import type { Inbox } from '#lib/features/contracts/schema.ts';
import { buttonClasses } from '#lib/ui/primitives/button-classes.ts';
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
  return inbox.feeds.map(({ ownerId, ownerName, lastCompleteAt, isStale, needsGrant }) => {
    if (needsGrant) {
      return (
        <FeedNotice
          key={ownerId}
          title={`The contracts of ${ownerName} can’t be read any more`}
          actions={<AskForContracts />}
        >
          The permission is missing or was ended. Allow it again with the same character.
        </FeedNotice>
      );
    }
    if (!isStale) return null;
    return (
      <FeedNotice
        key={ownerId}
        title={
          lastCompleteAt ? (
            <>
              ESI has not answered since <EveTime at={lastCompleteAt} />
            </>
          ) : (
            `ESI has not answered for ${ownerName} yet`
          )
        }
      >
        Contracts to {ownerName} made since then are missing here. The site keeps asking.
      </FeedNotice>
    );
  });
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
    <form method="post" action="/api/auth/start">
      <input type="hidden" name="purpose" value="contracts" />
      <input type="hidden" name="intent" value="add-character" />
      <input type="hidden" name="callbackUrl" value="/admin/inbox" />
      <button type="submit" className={buttonClasses({})}>
        Allow reading contracts
      </button>
    </form>
  );
}
