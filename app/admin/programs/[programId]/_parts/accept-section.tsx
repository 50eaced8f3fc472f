'use client';

import { X } from 'lucide-react';
import { useState } from 'react';
import { groupsQuery } from '#lib/features/programs/queries.ts';
import type { ProgramChoices } from '#lib/features/programs/schema.ts';
import { Button } from '#lib/ui/primitives/button.tsx';
import { Checkbox } from '#lib/ui/primitives/checkbox.tsx';
import { Panel, PanelBody, PanelHead } from '#lib/ui/primitives/panel.tsx';
import { SearchAdd } from './search-add.tsx';
import type { ProgramFormState } from './use-program-form.ts';

type AcceptSectionProps = { readonly form: ProgramFormState; readonly choices: ProgramChoices };

/** What is bought: whole categories, and single groups beside them. */
export function AcceptSection({ form, choices }: AcceptSectionProps) {
  const { text, set, errors } = form;
  const [added, setAdded] = useState<ReadonlyMap<number, string>>(new Map());
  const groups = new Map([...added, ...choices.groups.map(({ id, name }) => [id, name] as const)]);
  const { acceptedCategoryIds: categoryIds, acceptedGroupIds: groupIds } = text;

  return (
    <Panel aria-labelledby="accepts">
      <PanelHead id="accepts" title="Accepts" note="everything else is refused" />
      <PanelBody className="grid grid-cols-[minmax(0,1fr)] gap-3">
        <fieldset aria-describedby={errors.acceptedCategoryIds ? 'categories-error' : undefined}>
          <legend className="mb-1 font-medium text-ink-2 text-meta">Categories</legend>
          <div className="columns-3 gap-4 max-wide:columns-2 max-desk:columns-1">
            {choices.categories.map(({ id, name }) => (
              <div key={id} className="break-inside-avoid">
                <Checkbox
                  checked={categoryIds.includes(id)}
                  onChange={(event) =>
                    set(
                      'acceptedCategoryIds',
                      event.target.checked
                        ? [...categoryIds, id]
                        : categoryIds.filter((other) => other !== id),
                    )
                  }
                >
                  {name}
                </Checkbox>
              </div>
            ))}
          </div>
          {errors.acceptedCategoryIds && (
            <p id="categories-error" className="mt-1 text-loss text-meta">
              {errors.acceptedCategoryIds}
            </p>
          )}
        </fieldset>
        <div>
          <p id="groups" className="mb-1 font-medium text-ink-2 text-meta">
            Groups besides
          </p>
          {groupIds.length > 0 && (
            <ul aria-labelledby="groups" className="mb-2 flex flex-wrap gap-1">
              {groupIds.map((id) => (
                <li key={id}>
                  <Button
                    size="small"
                    aria-label={`Remove ${groups.get(id) ?? `group ${id}`}`}
                    onClick={() =>
                      set(
                        'acceptedGroupIds',
                        groupIds.filter((other) => other !== id),
                      )
                    }
                  >
                    {groups.get(id) ?? `Group ${id}`}
                    <X aria-hidden="true" className="icon-s text-ink-3" />
                  </Button>
                </li>
              ))}
            </ul>
          )}
          <SearchAdd
            id="acceptedGroupIds"
            label="Add a group by name"
            error={errors.acceptedGroupIds}
            toQuery={groupsQuery}
            toChoice={(group) => group}
            chosenIds={groupIds}
            onAdd={({ id, name }) => {
              setAdded((before) => new Map(before).set(id, name));
              set('acceptedGroupIds', [...groupIds, id]);
            }}
          />
        </div>
      </PanelBody>
    </Panel>
  );
}
