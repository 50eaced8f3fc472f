import { Fragment } from 'react';
import type { ApiType } from '#app/api/v1/_api/read-openapi.ts';

/** A type in words; names of shapes lead to them. */
export function TypeText({ type }: { type: ApiType }) {
  return (
    <span className="text-ink-2">
      {type.map(({ text, shape }, at) => (
        // Parts of one sentence have no other name than their place.
        // biome-ignore lint/suspicious/noArrayIndexKey: they never move.
        <Fragment key={at}>
          {shape ? (
            <a href={`#shape-${shape}`} className="link mono">
              {text}
            </a>
          ) : (
            text
          )}
        </Fragment>
      ))}
    </span>
  );
}
