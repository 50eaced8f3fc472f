'use client';

import { useEffect, useLayoutEffect } from 'react';
import { heedSignOuts, settleTypist, type Typist } from './typed-in-tab.ts';

/** Forgets what was typed once its typist has signed out, here or in another tab. Draws nothing. */
export function TypedKeeper({ typist }: { typist: Typist }) {
  // Before anything on the page reads what is kept.
  useLayoutEffect(() => settleTypist(typist), [typist]);
  useEffect(heedSignOuts, []);
  return null;
}
