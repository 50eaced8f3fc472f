import type { ComponentProps } from 'react';
import { Button } from './button.tsx';
import type { ButtonLook } from './button-classes.ts';

type IconButtonProps = Omit<ComponentProps<'button'>, 'aria-label'> &
  Pick<ButtonLook, 'look'> & {
    /** What it does, for those who can't see the icon. */
    readonly label: string;
  };

export function IconButton({ label, look = 'quiet', ...rest }: IconButtonProps) {
  return <Button aria-label={label} title={label} look={look} square {...rest} />;
}
