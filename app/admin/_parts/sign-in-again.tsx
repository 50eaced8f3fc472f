'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { ButtonLink } from '#lib/ui/primitives/button-link.tsx';

/** To the sign-in, and back to what is looked at now. */
export function SignInAgain() {
  const path = usePathname();
  const query = useSearchParams().toString();
  const here = query === '' ? path : `${path}?${query}`;
  return (
    <ButtonLink href={`/sign-in?callbackUrl=${encodeURIComponent(here)}`} prefetch={false}>
      Sign in again
    </ButtonLink>
  );
}
