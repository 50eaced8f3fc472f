import { cva, type VariantProps } from 'class-variance-authority';

/** How a button looks, for a `<button>` and for a link that acts like one. */
export const buttonClasses = cva(
  [
    'inline-flex items-center justify-center gap-1.5 rounded-control border font-medium whitespace-nowrap',
    'transition-colors disabled:cursor-not-allowed',
    'aria-disabled:cursor-not-allowed aria-disabled:text-ink-3 pointer-coarse:min-h-10',
  ],
  {
    variants: {
      /** One primary a view. Quiet has no edge; danger only for what can't be undone. */
      look: {
        primary:
          'border-accent bg-accent font-semibold text-on-accent hover:border-accent-hover hover:bg-accent-hover disabled:border-surface-3 disabled:bg-surface-3 disabled:text-ink-3',
        secondary:
          'border-line-control text-ink hover:bg-surface-3 active:bg-line disabled:border-line disabled:bg-transparent disabled:text-ink-3',
        quiet:
          'border-transparent text-ink-2 hover:bg-surface-3 hover:text-ink disabled:bg-transparent disabled:text-ink-3',
        danger:
          'border-line-control text-loss hover:bg-surface-3 disabled:border-line disabled:bg-transparent disabled:text-ink-3',
      },
      size: {
        small: 'h-6 px-2 text-meta max-desk:h-10 max-desk:px-3 max-desk:text-body',
        normal: 'h-7 px-2.5 text-body max-desk:h-10 max-desk:px-3.5',
        large: 'h-9 px-4 text-[14px] max-desk:h-10',
      },
      /** Square, for an icon alone. */
      square: { true: 'w-7 px-0 max-desk:w-10 max-desk:px-0', false: '' },
      wide: { true: 'w-full', false: '' },
    },
    defaultVariants: { look: 'secondary', size: 'normal', square: false, wide: false },
  },
);

export type ButtonLook = VariantProps<typeof buttonClasses>;
