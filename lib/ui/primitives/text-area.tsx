import { clsx } from 'clsx';
import type { ComponentProps } from 'react';
import { controlClasses } from './control-classes.ts';

export function TextArea({ className, ...rest }: ComponentProps<'textarea'>) {
  return (
    <textarea
      className={clsx(controlClasses, 'h-auto min-h-20 py-1.5 max-desk:h-auto', className)}
      {...rest}
    />
  );
}
