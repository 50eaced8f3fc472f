import { TriangleAlert } from 'lucide-react';
import type { Workers } from '#lib/features/operations/schema.ts';
import { formatSpan } from '#lib/ui/trade/format-times.ts';

/** One line a worker: a dot while it is fine, a warning with its age when it is not. */
export function WorkersHealth({ workers }: { workers: Workers }) {
  return (
    <section aria-labelledby="workers">
      <h2 id="workers" className="mb-1 font-medium text-head text-ink-3">
        Workers
      </h2>
      <ul>
        {workers.lines.map(({ name, isFine, lastAt }) => (
          <li key={name} className="flex h-[22px] items-center gap-2 text-ink-2 text-meta">
            {isFine ? (
              <i aria-hidden="true" className="size-1.5 flex-none rounded-full bg-gain" />
            ) : (
              <TriangleAlert aria-hidden="true" className="icon-s -mx-1 text-warn" />
            )}
            {name}
            <span className="ml-auto text-ink-3">{describeAge(lastAt, workers.now)}</span>
          </li>
        ))}
      </ul>
      {workers.isDiskFull && (
        <p role="alert" className="mt-1 flex gap-2 text-meta text-warn">
          <TriangleAlert aria-hidden="true" className="icon-s -mx-1 flex-none" />
          The database’s disk is full: nothing new is kept.
        </p>
      )}
    </section>
  );
}

function describeAge(lastAt: Date | null, now: Date): string {
  if (!lastAt) return 'not yet';
  const ageMs = now.getTime() - lastAt.getTime();
  return ageMs < 60_000 ? 'just now' : `${formatSpan(ageMs)} ago`;
}
