import { CircleX } from 'lucide-react';
import type { ReactNode } from 'react';

export type FieldIds = {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
};

type FieldProps = {
  /** Unique on the page; the control takes it from `children`'s argument. */
  readonly id: string;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** What is wrong and what would be right. Replaces the hint. */
  readonly error?: ReactNode;
  /** Gets what ties the control to its label and messages: `{(ids) => <Input {...ids} />}`. */
  readonly children: (ids: FieldIds) => ReactNode;
};

/** Label, control, and a line under it: a hint, or the error in its place. */
export function Field({ id, label, hint, error, children }: FieldProps) {
  const messageId = `${id}-message`;
  const hasMessage = Boolean(error ?? hint);

  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1 block font-medium text-ink-2 text-meta">
        {label}
      </label>
      {children({
        id,
        'aria-describedby': hasMessage ? messageId : undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {hasMessage && (
        <p id={messageId} className="mt-1 flex gap-1 text-ink-3 text-meta">
          {error ? (
            <>
              <CircleX aria-hidden="true" className="icon-s mt-px text-loss" />
              <span className="text-loss">{error}</span>
            </>
          ) : (
            hint
          )}
        </p>
      )}
    </div>
  );
}
