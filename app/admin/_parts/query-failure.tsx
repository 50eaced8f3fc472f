'use client';

import type { ComponentProps } from 'react';
import { LoadFailure } from '#lib/ui/primitives/load-failure.tsx';
import { Notice } from '#lib/ui/primitives/notice.tsx';
import { REFUSAL_TITLES, toRefusal } from './refusal.ts';
import { SignInAgain } from './sign-in-again.tsx';

type QueryFailureProps = ComponentProps<typeof LoadFailure> & { readonly error: Error | null };

/** A part of the page did not load, or loads no more for whoever looks at it. */
export function QueryFailure({ error, ...failure }: QueryFailureProps) {
  const refusal = toRefusal(error);
  if (!refusal) return <LoadFailure {...failure} />;
  return (
    <Notice
      kind="warn"
      role="alert"
      title={REFUSAL_TITLES[refusal]}
      actions={refusal === 'signed-out' && <SignInAgain />}
    >
      {/* The server says it in full, with what it takes. */}
      {refusal === 'signed-out'
        ? 'Sign in again: nothing new is shown until then.'
        : error?.message}{' '}
      {failure.comfort}
    </Notice>
  );
}
