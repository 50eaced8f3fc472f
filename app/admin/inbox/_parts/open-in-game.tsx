'use client';

import { useMutation } from '@tanstack/react-query';
import { Check, ExternalLink } from 'lucide-react';
import { toPermission } from '#app/_parts/to-permission.ts';
import { toRefusal } from '#app/admin/_parts/refusal.ts';
import { SignInAgain } from '#app/admin/_parts/sign-in-again.tsx';
import { ProblemError } from '#lib/core/problem.ts';
import { openContractWindow } from '#lib/features/contracts/queries.ts';
import { Button } from '#lib/ui/primitives/button.tsx';
import { ButtonLink } from '#lib/ui/primitives/button-link.tsx';
import { Kbd } from '#lib/ui/primitives/kbd.tsx';
import { Notice } from '#lib/ui/primitives/notice.tsx';

/** Opens the contract's window in the trader's client; asks for the permission when it is missing. */
export function OpenInGame({ contractId }: { contractId: number }) {
  const open = useMutation({ mutationFn: () => openContractWindow(contractId) });
  const problem = open.error instanceof ProblemError ? open.error.problem : null;
  const isSignedOut = toRefusal(open.error) === 'signed-out';
  const needsGrant = problem?.reason === 'no-permission';

  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <Button
          look="primary"
          data-key="o"
          className="max-desk:w-full"
          aria-disabled={open.isPending}
          onClick={() => {
            if (!open.isPending) open.mutate();
          }}
        >
          <ExternalLink aria-hidden="true" className="icon" />
          {open.isPending ? 'Opening…' : 'Open in game'}
          <span className="-mr-1 max-desk:hidden [&_kbd]:border-current [&_kbd]:bg-transparent [&_kbd]:text-inherit">
            <Kbd>o</Kbd>
          </span>
        </Button>
        <span role="status" className="text-meta">
          {open.isSuccess && (
            <span className="flex items-center gap-1 text-gain">
              <Check aria-hidden="true" className="icon-s" />
              Opened for {open.data.characterName}
            </span>
          )}
        </span>
      </div>
      {open.isError && (
        <Notice
          kind={needsGrant ? 'info' : 'error'}
          role="alert"
          className="mt-2 rounded-control border border-line"
          title={needsGrant ? 'A permission is missing' : 'Not opened'}
          actions={
            needsGrant ? <AskForWindows contractId={contractId} /> : isSignedOut && <SignInAgain />
          }
        >
          {problem?.detail ?? 'The site did not answer, or your connection is down. Try again.'}
        </Notice>
      )}
    </>
  );
}

function AskForWindows({ contractId }: { contractId: number }) {
  const returnTo = `/admin/inbox?contract=${contractId}`;
  return (
    <ButtonLink href={toPermission('window', { returnTo })} prefetch={false}>
      Allow opening windows
    </ButtonLink>
  );
}
