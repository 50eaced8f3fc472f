'use client';

import { Search } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Kbd } from '#lib/ui/primitives/kbd.tsx';

/** Goes to a quote by its code; a plain form, so it works before any script. */
export function CodeSearch() {
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => {
    const listen = new AbortController();
    document.addEventListener('keydown', (event) => focusOnCtrlK(event, field.current), {
      signal: listen.signal,
    });
    return () => listen.abort();
  }, []);

  return (
    <search className="max-desk:hidden">
      <form action="/q" method="get" className="relative w-[200px] max-mid:w-[160px]">
        <Search
          aria-hidden="true"
          className="icon pointer-events-none absolute top-1.5 left-2 text-ink-3"
        />
        <input
          ref={field}
          name="code"
          aria-label="Quote code"
          placeholder="Quote code"
          maxLength={40}
          required
          autoComplete="off"
          spellCheck={false}
          className="h-7 w-full rounded-control border border-line-control bg-surface-1 pr-14 pl-8 placeholder:text-ink-3"
        />
        <span className="pointer-events-none absolute top-1 right-1.5">
          <Kbd>Ctrl K</Kbd>
        </span>
      </form>
    </search>
  );
}

function focusOnCtrlK(event: KeyboardEvent, field: HTMLInputElement | null): void {
  if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  field?.focus();
  field?.select();
}
