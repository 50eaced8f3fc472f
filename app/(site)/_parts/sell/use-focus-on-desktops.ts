'use client';

import { type RefObject, useEffect } from 'react';

/** On a desktop the paste box is where everyone begins; on a phone a keyboard would jump up. */
export function useFocusOnDesktops(field: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const isDesktop = matchMedia('(pointer: fine) and (width >= 56.3125rem)').matches;
    if (isDesktop) field.current?.focus();
  }, [field]);
}
