import { Field } from '#lib/ui/primitives/field.tsx';
import { Input } from '#lib/ui/primitives/input.tsx';
import { formatSpan } from '#lib/ui/trade/format-times.ts';
import type { RuleEditorState } from './use-rule-editor.ts';

/** From when until when it holds. Not the browser's own field: that asks in the reader's country's way. */
export function RuleTimeFields({ editor, now }: { editor: RuleEditorState; now: Date }) {
  const { text, set, errors, values } = editor;
  const from = values?.validFrom ?? null;
  const until = values?.validUntil ?? null;
  return (
    <>
      <Field
        id="rule-from"
        label="From, EVE time"
        hint={from ? describeDistance(from, now) : 'Such as 2026-11-24 11:00. Empty: at once.'}
        error={errors.validFrom}
      >
        {(ids) => (
          <Input
            {...ids}
            autoComplete="off"
            value={text.validFrom}
            onChange={(event) => set('validFrom', event.target.value)}
          />
        )}
      </Field>
      <Field
        id="rule-until"
        label="Until, EVE time"
        hint={until ? <End at={until} now={now} /> : 'Empty: until it is removed.'}
        error={errors.validUntil}
      >
        {(ids) => (
          <Input
            {...ids}
            autoComplete="off"
            value={text.validUntil}
            onChange={(event) => set('validUntil', event.target.value)}
          />
        )}
      </Field>
    </>
  );
}

function End({ at, now }: { at: Date; now: Date }) {
  if (at > now) return describeDistance(at, now);
  return <span className="text-warn">That is over already: it would never hold.</span>;
}

function describeDistance(at: Date, now: Date): string {
  const distanceMs = at.getTime() - now.getTime();
  return distanceMs > 0 ? `In ${formatSpan(distanceMs)}.` : `${formatSpan(-distanceMs)} ago.`;
}
