'use client';

import type { ComponentProps } from 'react';
import { forgetTyped } from '#app/_parts/typed-in-tab.ts';

/** A form that ends the session: what was typed in this tab goes with it. */
export function SignOutForm(props: ComponentProps<'form'>) {
  return <form {...props} onSubmit={forgetTyped} />;
}
