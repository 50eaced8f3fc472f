'use client';

import { type RefObject, useEffect, useEffectEvent } from 'react';

type Handlers = {
  readonly onSearch: () => void;
  readonly onShowNew: () => void;
  readonly onHelp: () => void;
  readonly onClose: () => void;
};

/**
 * The inbox's keys. Letters act only while the focus is in the page's main part, never while one
 * types, and a control that shows its key (`data-key`) is pressed by it.
 */
export function useInboxKeys(main: RefObject<HTMLElement | null>, handlers: Handlers): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target)) return;
    switch (event.key) {
      case 'Escape':
        handlers.onClose();
        break;
      case '.':
        handlers.onShowNew();
        break;
      case '?':
        handlers.onHelp();
        break;
      case '/':
        handlers.onSearch();
        break;
      default: {
        const selector = `[data-key="${CSS.escape(event.key)}"]`;
        const control = main.current?.querySelector<HTMLElement>(selector);
        if (!control) return;
        const button = control.matches('button') ? control : control.querySelector('button');
        button?.click();
      }
    }
    event.preventDefault();
  });

  useEffect(() => {
    const element = main.current;
    if (!element) return;
    element.addEventListener('keydown', press);
    return () => element.removeEventListener('keydown', press);
  }, [main]);

  // On a desktop the list is what one came for: its keys work at once.
  useEffect(() => {
    if (document.activeElement !== document.body || !matchMedia('(pointer: fine)').matches) return;
    main.current?.querySelector<HTMLElement>('tr[tabindex="0"]')?.focus({ preventScroll: true });
  }, [main]);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select');
}
