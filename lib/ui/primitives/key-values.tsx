import type { ReactNode } from 'react';

type KeyValuesProps = { readonly rows: readonly (readonly [key: string, value: ReactNode])[] };

/** Terms in small print: key left, value right. */
export function KeyValues({ rows }: KeyValuesProps) {
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 text-meta">
      {rows.map(([key, value]) => (
        <div key={key} className="contents">
          <dt className="text-ink-3">{key}</dt>
          <dd className="text-right text-ink-2 [overflow-wrap:anywhere]">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
