import { Button } from '#lib/ui/primitives/button.tsx';

type QuoteButtonProps = {
  readonly form: string;
  readonly isReady: boolean;
  readonly isPending: boolean;
  readonly size?: 'normal' | 'large';
};

/** Locks the prices. Off only while there is nothing to lock. */
export function QuoteButton({ form, isReady, isPending, size = 'large' }: QuoteButtonProps) {
  return (
    <Button
      type="submit"
      form={form}
      look="primary"
      size={size}
      disabled={!isReady}
      aria-disabled={isPending || undefined}
    >
      {isPending ? 'Locking the price…' : 'Get quote'}
    </Button>
  );
}
