import { FlaskConical } from 'lucide-react';

/** On every page while nothing here is real, so that nobody takes it for the real EVE. */
export function SandboxBar({ gameUrl }: { gameUrl: string }) {
  return (
    <aside
      aria-label="Sandbox"
      className="flex flex-wrap items-center gap-x-2 border-warn border-b bg-surface-2 px-6 py-1 text-meta max-desk:px-3"
    >
      <FlaskConical aria-hidden="true" className="icon-s text-warn" />
      <strong className="font-semibold text-warn">SANDBOX</strong>
      <span className="text-ink-2">
        <span className="max-desk:sr-only">Pilots, prices and ISK are made up. </span>Play the game
        in the{' '}
        <a href={gameUrl} target="_blank" rel="noreferrer" className="link">
          sandbox client
        </a>
        .
      </span>
    </aside>
  );
}
