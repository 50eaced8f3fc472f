'use client';

import { useQuery } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { partyQuery } from '#lib/features/programs/queries.ts';
import type { Party, Program } from '#lib/features/programs/schema.ts';
import { Field } from '#lib/ui/primitives/field.tsx';
import { Input } from '#lib/ui/primitives/input.tsx';
import { Panel, PanelBody, PanelHead } from '#lib/ui/primitives/panel.tsx';
import { Select } from '#lib/ui/primitives/select.tsx';
import { PlacesField } from './places-field.tsx';
import type { ProgramFormState } from './use-program-form.ts';

const OTHER = 'other';

type ReceiverSectionProps = {
  readonly form: ProgramFormState;
  readonly parties: readonly Party[];
  readonly program: Program;
};

/** Who gets the contracts, and where they may be made. */
export function ReceiverSection({ form, parties, program }: ReceiverSectionProps) {
  const { text, set, errors } = form;
  const isListed = parties.some(({ id }) => String(id) === text.assigneeId);
  const [isTyped, setIsTyped] = useState(!isListed);
  // A draft may bring an id that the list does not have.
  const isOther = isTyped || !isListed;

  return (
    <Panel aria-labelledby="receiver">
      <PanelHead id="receiver" title="Receiver" note="who gets the contract, and where" />
      <PanelBody className="grid grid-cols-[minmax(0,1fr)] gap-3">
        <Field
          id={isOther ? 'party' : 'assigneeId'}
          label="Contracts go to"
          error={isOther ? undefined : errors.assigneeId}
        >
          {(ids) => (
            <Select
              {...ids}
              value={isOther ? OTHER : text.assigneeId}
              onChange={({ target: { value } }) => {
                setIsTyped(value === OTHER);
                if (value !== OTHER) set('assigneeId', value);
              }}
            >
              {parties.map(({ id, kind, name }) => (
                <option key={id} value={id}>
                  {name} ({kind})
                </option>
              ))}
              <option value={OTHER}>Another character or corporation…</option>
            </Select>
          )}
        </Field>
        {isOther && (
          <Field
            id="assigneeId"
            label="Its id in EVE"
            error={errors.assigneeId}
            hint={<PartyHint partyId={text.assigneeId} />}
          >
            {(ids) => (
              <Input
                {...ids}
                inputMode="numeric"
                className="mono"
                value={text.assigneeId}
                onChange={(event) => set('assigneeId', event.target.value)}
              />
            )}
          </Field>
        )}
        <PlacesField form={form} program={program} />
      </PanelBody>
    </Panel>
  );
}

/** Who the id is, and a warning when nobody's contract list shows their contracts. */
function PartyHint({ partyId }: { partyId: string }) {
  const { data, isFetching } = useQuery(partyQuery(partyId));
  if (isFetching) return 'Asking EVE who this is…';
  if (!data) return 'Digits only, as in a link to the character or corporation.';
  if (!data.ok) return 'EVE knows no character or corporation of this id.';
  if (data.party.isRead) return `${data.party.name}, ${data.party.kind}`;
  return (
    <span className="flex gap-1 text-warn">
      <TriangleAlert aria-hidden="true" className="icon-s mt-px" />
      {data.party.name}, {data.party.kind}. We don’t read their contracts yet: none would be seen.
    </span>
  );
}
