'use client';

import type { ComponentProps } from 'react';
import { noteSignOut } from '#app/_parts/typed-in-tab.ts';

type SignOutFormProps = ComponentProps<'form'> & { readonly accountId: string };

/** A form that ends the session: what was typed goes with it. */
export function SignOutForm({ accountId, ...form }: SignOutFormProps) {
  return <form {...form} onSubmit={() => noteSignOut(accountId)} />;
}
