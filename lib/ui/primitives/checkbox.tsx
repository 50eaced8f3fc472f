import type { ComponentProps, ReactNode } from 'react';

type CheckboxProps = Omit<ComponentProps<'input'>, 'type'> & { readonly children: ReactNode };

/** A checkbox and its words; the words are part of the target. */
export function Checkbox({ children, ...rest }: CheckboxProps) {
  return (
    <label className="flex min-h-6 items-start gap-2 py-0.5 max-desk:min-h-10 max-desk:items-center">
      <input
        type="checkbox"
        className="mt-0.5 size-4 flex-none accent-accent max-desk:mt-0 max-desk:size-5"
        {...rest}
      />
      <span>{children}</span>
    </label>
  );
}
