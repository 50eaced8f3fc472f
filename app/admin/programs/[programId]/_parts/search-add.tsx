'use client';

import { type UseQueryOptions, useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { toRefusal } from '#app/admin/_parts/refusal.ts';
import { Field } from '#lib/ui/primitives/field.tsx';
import { Input } from '#lib/ui/primitives/input.tsx';

export type Choice<Id> = {
  readonly id: Id;
  readonly name: string;
  /** Behind the name, quieter: what it is, where names alone do not say. */
  readonly note?: string;
};

type SearchAddProps<Found, Id> = {
  readonly id: string;
  readonly label: string;
  readonly error: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: the key's type is react-query's own affair
  readonly toQuery: (query: string) => UseQueryOptions<Found[], Error, Found[], any>;
  readonly toChoice: (found: Found) => Choice<Id>;
  readonly chosenIds: readonly Id[];
  readonly onAdd: (choice: Choice<Id>, found: Found) => void;
};

/** Type a few letters, press what is found: it joins the list above. */
export function SearchAdd<Found, Id extends number | string>(props: SearchAddProps<Found, Id>) {
  const { id, label, error, toQuery, toChoice, chosenIds, onAdd } = props;
  const [text, setText] = useState('');
  const query = useDeferredValue(text);
  const { data, isFetching, isError, error: fault } = useQuery(toQuery(query));
  const choices = (data ?? [])
    .map((found) => ({ found, choice: toChoice(found) }))
    .filter(({ choice }) => !chosenIds.includes(choice.id));
  const isAsking = query.trim().length >= 2;

  return (
    <div>
      <Field id={id} label={label} error={error}>
        {(ids) => (
          <Input
            {...ids}
            type="search"
            autoComplete="off"
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              // Enter would send the whole form.
              if (event.key === 'Enter') event.preventDefault();
            }}
          />
        )}
      </Field>
      <div role="status" className="text-ink-3 text-meta">
        {isAsking && isError && (
          <p className="mt-1">
            {toRefusal(fault) ? fault.message : 'The search did not answer. Type again.'}
          </p>
        )}
        {isAsking && data && choices.length === 0 && !isFetching && (
          <p className="mt-1">Nothing more of this name.</p>
        )}
      </div>
      {isAsking && choices.length > 0 && (
        <ul className="mt-1 max-h-52 overflow-auto rounded-control border border-line">
          {choices.map(({ choice, found }) => (
            <li key={choice.id}>
              <button
                type="button"
                className="flex min-h-7 w-full items-center gap-2 px-2 text-left hover:bg-surface-2 focus-visible:-outline-offset-2 max-desk:min-h-10"
                onClick={() => {
                  onAdd(choice, found);
                  setText('');
                }}
              >
                <Plus aria-hidden="true" className="icon-s text-ink-3" />
                <span className="truncate">{choice.name}</span>
                {choice.note && (
                  <span className="min-w-0 flex-1 truncate text-ink-3 text-meta">
                    {choice.note}
                  </span>
                )}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
