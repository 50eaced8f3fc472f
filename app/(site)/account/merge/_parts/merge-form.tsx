'use client';

import { useActionState } from 'react';
import { reach } from '#app/_parts/reach.ts';
import { type MergeState, mergeAccountsAction } from '#app/(site)/_actions/merge-accounts.ts';
import { Button } from '#lib/ui/primitives/button.tsx';
import { ButtonLink } from '#lib/ui/primitives/button-link.tsx';
import { Notice } from '#lib/ui/primitives/notice.tsx';

/** Merges the accounts that the page tells of. */
export function MergeForm() {
  const [state, submit, isPending] = useActionState<MergeState>(send, { status: 'idle' });

  return (
    <form action={submit} className="grid gap-3">
      {state.status === 'refused' && (
        <Notice kind="warn" role="alert" title="Nothing was changed">
          {state.message}
        </Notice>
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" aria-disabled={isPending || undefined}>
          {isPending ? 'Merging…' : 'Merge the accounts'}
        </Button>
        <ButtonLink href="/account" look="quiet">
          Keep them apart
        </ButtonLink>
      </div>
    </form>
  );
}

function send(): Promise<MergeState> {
  return reach(mergeAccountsAction, (message) => ({ status: 'refused', message }));
}
