import type { ReactNode } from 'react';

/** A key, shown on the control that it works. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-block min-w-[18px] rounded-[3px] border border-line bg-surface-2 px-1 text-center font-medium font-sans text-head text-ink-2">
      {children}
    </kbd>
  );
}
