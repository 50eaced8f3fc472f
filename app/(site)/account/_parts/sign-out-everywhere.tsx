'use client';

import { useActionState } from 'react';
import { reach } from '#app/_parts/reach.ts';
import { takeBackSignOut } from '#app/_parts/typed-in-tab.ts';
import { signOutEverywhereAction } from '#app/(site)/_actions/account.ts';
import { SignOutForm } from '#app/(site)/_parts/sign-out-form.tsx';
import { Button } from '#lib/ui/primitives/button.tsx';

/** Ends every session of the account; where the site is not reached, that is said. */
export function SignOutEverywhere({ accountId }: { accountId: string }) {
  const [refusal, submit] = useActionState(signOut, null);
  return (
    <SignOutForm accountId={accountId} action={submit}>
      <Button type="submit">Sign out everywhere</Button>
      {refusal && (
        <p role="alert" className="mt-1 max-w-[68ch] text-loss text-meta">
          {refusal}
        </p>
      )}
    </SignOutForm>
  );
}

function signOut(): Promise<string | null> {
  return reach<string | null>(
    async () => {
      await signOutEverywhereAction();
      return null;
    },
    (message) => {
      takeBackSignOut();
      return message;
    },
  );
}
