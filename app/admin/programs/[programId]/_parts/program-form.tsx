'use client';

import { useEffect, useRef } from 'react';
import type { Typist } from '#app/_parts/typed-in-tab.ts';
import type { Program, ProgramChoices, ProgramExample } from '#lib/features/programs/schema.ts';
import { AcceptSection } from './accept-section.tsx';
import { ExamplePanel } from './example-panel.tsx';
import { LimitsSection } from './limits-section.tsx';
import { OfferSection } from './offer-section.tsx';
import { PriceSection } from './price-section.tsx';
import { ReceiverSection } from './receiver-section.tsx';
import { SaveBar } from './save-bar.tsx';
import { TermsSection } from './terms-section.tsx';
import { useIsAwake } from './use-is-awake.ts';
import { useProgramForm } from './use-program-form.ts';

type ProgramFormProps = {
  readonly program: Program;
  readonly choices: ProgramChoices;
  readonly example: ProgramExample;
  /** Below manager: to read, not to change. */
  readonly isReadOnly: boolean;
  readonly typist: Typist;
  readonly now: Date;
};

/** One program's terms. Checked as one types; what is refused keeps what was typed. */
export function ProgramForm(props: ProgramFormProps) {
  const { program, choices, example, isReadOnly, typist, now } = props;
  const form = useProgramForm(program, { isReadOnly, typist });
  const isAwake = useIsAwake();
  const fields = useRef<HTMLFieldSetElement>(null);
  const { save } = form;

  // On a phone what is wrong may be three screens above the button.
  useEffect(() => {
    if (save.status !== 'invalid') return;
    fields.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [save]);

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        form.submit();
      }}
      className="flex flex-col gap-4 p-4 max-desk:gap-3 max-desk:p-3 mid:grid mid:grid-cols-[minmax(0,1fr)_minmax(0,320px)]"
    >
      <fieldset
        ref={fields}
        // What is typed before the scripts are there, the form would not know.
        disabled={isReadOnly || !isAwake}
        className="grid min-w-0 content-start gap-4 max-desk:gap-3"
      >
        <OfferSection form={form} />
        <ReceiverSection form={form} parties={choices.parties} program={program} />
        <PriceSection form={form} hubs={choices.hubs} />
        <TermsSection form={form} />
        <LimitsSection form={form} />
        <AcceptSection form={form} choices={choices} />
      </fieldset>
      <aside
        aria-label="Example and saving"
        className="max-mid:contents mid:sticky mid:top-4 mid:grid mid:content-start mid:gap-4 mid:self-start"
      >
        <ExamplePanel form={form} example={example} hubs={choices.hubs} now={now} />
        <SaveBar
          form={form}
          programId={program.programId}
          isReadOnly={isReadOnly}
          livingQuotes={program.livingQuotes}
        />
      </aside>
    </form>
  );
}
