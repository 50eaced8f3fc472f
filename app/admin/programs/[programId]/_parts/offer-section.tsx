import { Checkbox } from '#lib/ui/primitives/checkbox.tsx';
import { Field } from '#lib/ui/primitives/field.tsx';
import { Input } from '#lib/ui/primitives/input.tsx';
import { Panel, PanelBody, PanelHead } from '#lib/ui/primitives/panel.tsx';
import { TextArea } from '#lib/ui/primitives/text-area.tsx';
import type { ProgramFormState } from './use-program-form.ts';

/** What pilots read: its name, what they should know, whether it takes quotes. */
export function OfferSection({ form }: { form: ProgramFormState }) {
  const { text, set, errors } = form;
  return (
    <Panel aria-labelledby="offer">
      <PanelHead id="offer" title="Offer" />
      <PanelBody className="grid grid-cols-[minmax(0,1fr)] gap-3">
        <Field id="name" label="Name" error={errors.name}>
          {(ids) => (
            <Input
              {...ids}
              value={text.name}
              maxLength={80}
              onChange={(event) => set('name', event.target.value)}
            />
          )}
        </Field>
        <Checkbox checked={text.isOpen} onChange={(event) => set('isOpen', event.target.checked)}>
          Open: pilots can make quotes
        </Checkbox>
        <Field
          id="instructions"
          label="Instructions"
          hint="Shown on every new quote. Plain text."
          error={errors.instructions}
        >
          {(ids) => (
            <TextArea
              {...ids}
              rows={3}
              value={text.instructions}
              onChange={(event) => set('instructions', event.target.value)}
            />
          )}
        </Field>
      </PanelBody>
    </Panel>
  );
}
