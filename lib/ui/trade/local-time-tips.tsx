'use client';

import { useEffect } from 'react';

/** Gives every `<time>` a tooltip with the reader's own time, when the pointer first meets it. */
export function LocalTimeTips() {
  useEffect(() => {
    const listen = new AbortController();
    document.addEventListener('pointerover', showLocalTime, { signal: listen.signal });
    return () => listen.abort();
  }, []);
  return null;
}

function showLocalTime(event: PointerEvent): void {
  const time = event.target instanceof Element ? event.target.closest('time[datetime]') : null;
  if (!(time instanceof HTMLTimeElement) || time.title) return;
  const at = new Date(time.dateTime);
  const text = at.toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
  time.title = `${text} in your time zone`;
}
