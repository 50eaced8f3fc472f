import type { ReactNode } from 'react';

/** One sentence and at most one action, where rows would stand. */
export function Empty({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className="px-3 py-7 text-center text-ink-2">
      <p>{children}</p>
      {action && <div className="mt-3">{action}</div>}
    </div>
  );
}
