import { clsx } from 'clsx';
import Link from 'next/link';
import type { ComponentProps } from 'react';
import { type ButtonLook, buttonClasses } from './button-classes.ts';

type ButtonLinkProps = ComponentProps<typeof Link> & ButtonLook;

/** A link that looks like a button: it goes somewhere, it does not do something. */
export function ButtonLink({ look, size, square, wide, className, ...rest }: ButtonLinkProps) {
  return (
    <Link className={clsx(buttonClasses({ look, size, square, wide }), className)} {...rest} />
  );
}
