import { clsx } from 'clsx';
import type { ComponentProps } from 'react';
import { type ButtonLook, buttonClasses } from './button-classes.ts';

type ButtonProps = ComponentProps<'button'> & ButtonLook;

/** A button of the product. `type` is `button` unless said. */
export function Button({
  look,
  size,
  square,
  wide,
  className,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      type={type}
      className={clsx(buttonClasses({ look, size, square, wide }), className)}
      {...rest}
    />
  );
}
