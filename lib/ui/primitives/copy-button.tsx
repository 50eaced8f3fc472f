'use client';

import { clsx } from 'clsx';
import { Check, Copy, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from './button.tsx';

type CopyButtonProps = {
  /** Exactly what goes to the clipboard. */
  readonly text: string;
  /** The words on the button. Without them only the icon shows. */
  readonly label?: string;
  /** What is copied, for screen readers: "Copy the price". */
  readonly name: string;
  readonly className?: string;
};

const SHOWN_FOR_MS = 2_000;

/** Copies, and says so in its own place: the tick is the message, read out as a status. */
export function CopyButton({ text, label, name, className }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'idle' | 'copied' | 'failed'>('idle');

  useEffect(() => {
    if (outcome === 'idle') return;
    const timer = setTimeout(() => setOutcome('idle'), SHOWN_FOR_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  async function copy() {
    setOutcome((await writeToClipboard(text)) ? 'copied' : 'failed');
  }

  const Icon = outcome === 'copied' ? Check : outcome === 'failed' ? TriangleAlert : Copy;
  const shown = outcome === 'copied' ? 'Copied' : outcome === 'failed' ? 'Not copied' : label;

  return (
    <>
      <Button
        look="quiet"
        square={!label}
        aria-label={name}
        title={label ? undefined : name}
        onClick={() => void copy()}
        className={clsx(outcome === 'copied' && 'text-gain', className)}
      >
        <Icon aria-hidden="true" className="icon" />
        {label && shown}
      </Button>
      <span role="status" className="sr-only">
        {outcome === 'copied' && 'Copied'}
        {outcome === 'failed' && 'The browser did not allow copying'}
      </span>
    </>
  );
}

async function writeToClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
