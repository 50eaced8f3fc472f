'use client';

import { useEffect, useRef } from 'react';
import { Input } from '#lib/ui/primitives/input.tsx';

/** Some browsers let an address change three times a second and no more. */
const SETTLED_MS = 350;

type OreSearchProps = {
  readonly search: string;
  readonly onChange: (search: string) => void;
};

export function OreSearch({ search, onChange }: OreSearchProps) {
  const box = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);

  // The address may change by other ways: a link, or "Clear filters".
  useEffect(() => {
    if (timer.current === null && box.current) box.current.value = search;
  }, [search]);
  useEffect(() => () => clearTimeout(timer.current ?? undefined), []);

  function note(text: string) {
    clearTimeout(timer.current ?? undefined);
    timer.current = setTimeout(() => {
      timer.current = null;
      onChange(text.trim());
    }, SETTLED_MS);
  }

  return (
    <search className="w-60 max-desk:w-full">
      <Input
        ref={box}
        type="search"
        aria-label="Ore or mineral"
        placeholder="Ore or mineral"
        defaultValue={search}
        maxLength={60}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => note(event.target.value)}
      />
    </search>
  );
}
