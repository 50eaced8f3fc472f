'use client';

import { ArrowUp, X } from 'lucide-react';
import { useState } from 'react';
import { placesQuery } from '#lib/features/programs/queries.ts';
import type { Program } from '#lib/features/programs/schema.ts';
import { IconButton } from '#lib/ui/primitives/icon-button.tsx';
import { SearchAdd } from './search-add.tsx';
import type { ProgramFormState } from './use-program-form.ts';

/** Where contracts may be made. The first is proposed to pilots. */
export function PlacesField({ form, program }: { form: ProgramFormState; program: Program }) {
  const { text, set, errors } = form;
  const [added, setAdded] = useState<ReadonlyMap<number, string>>(new Map());
  const names = new Map([
    ...added,
    ...program.locations.map(({ locationId, name }) => [locationId, name] as const),
  ]);
  const ids = text.locationIds;

  return (
    <div>
      <p className="mb-1 font-medium text-ink-2 text-meta" id="places">
        Places, the first is proposed
      </p>
      <ol
        aria-labelledby="places"
        className="mb-2 divide-y divide-line-soft border-line-soft border-y"
      >
        {ids.map((id, index) => {
          const name = names.get(id) ?? `Structure ${id}`;
          return (
            <li key={id} className="flex min-h-8 items-center gap-2">
              <span className="numeric w-4 text-ink-3 text-meta">{index + 1}</span>
              <span className="min-w-0 flex-1 truncate" title={name}>
                {name}
              </span>
              {index > 0 && (
                <IconButton
                  label={`Propose ${name} first`}
                  onClick={() => set('locationIds', [id, ...ids.filter((other) => other !== id)])}
                >
                  <ArrowUp aria-hidden="true" className="icon" />
                </IconButton>
              )}
              <IconButton
                label={`Remove ${name}`}
                onClick={() =>
                  set(
                    'locationIds',
                    ids.filter((other) => other !== id),
                  )
                }
              >
                <X aria-hidden="true" className="icon" />
              </IconButton>
            </li>
          );
        })}
      </ol>
      <SearchAdd
        id="locationIds"
        label="Add a station by name, or a structure by its id"
        error={errors.locationIds}
        toQuery={placesQuery}
        toChoice={({ locationId, name }) => ({ id: locationId, name })}
        chosenIds={ids}
        onAdd={({ id, name }) => {
          setAdded((before) => new Map(before).set(id, name));
          set('locationIds', [...ids, id]);
        }}
      />
    </div>
  );
}
