import type { ComponentProps } from 'react';
import { Select } from '#lib/ui/primitives/select.tsx';

const LEVELS = [0, 1, 2, 3, 4, 5] as const;

type LevelSelectProps = Omit<ComponentProps<'select'>, 'value' | 'onChange'> & {
  readonly level: number;
  readonly onLevel: (level: number) => void;
};

/** A skill's level. */
export function LevelSelect({ level, onLevel, ...rest }: LevelSelectProps) {
  return (
    <Select value={level} onChange={({ target }) => onLevel(Number(target.value))} {...rest}>
      {LEVELS.map((known) => (
        <option key={known} value={known}>
          {known}
        </option>
      ))}
    </Select>
  );
}
