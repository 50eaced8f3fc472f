import type { ReactNode } from 'react';
import type { QuoteView } from '#lib/features/quotes/schema.ts';
import { Panel, PanelBody, PanelHead } from '#lib/ui/primitives/panel.tsx';

/** Why a contract may be up in game and yet unseen: EVE shows it to three parties only. */
export function UsualCauses({ quote, children }: { quote: QuoteView; children?: ReactNode }) {
  return (
    <Panel aria-labelledby="usual-causes">
      <PanelHead id="usual-causes" title="Usual causes" />
      <PanelBody>
        <p className="mb-2 max-w-[68ch] text-ink-2">
          EVE shows a contract only to who made it, who accepted it and who it was sent to. Sent
          anywhere else, it can’t be seen from here. Look in game, under Contracts, at yours:
        </p>
        <ul className="grid max-w-[68ch] list-disc gap-1 pl-4 text-ink-2 marker:text-ink-3">
          <li>
            <b className="font-medium text-ink">Sent to somebody else.</b> It must be sent to{' '}
            {quote.assigneeName}, {assigneeKind(quote)}.
          </li>
          <li>
            <b className="font-medium text-ink">Made public.</b> Availability must be Private.
          </li>
          <li>
            <b className="font-medium text-ink">Made by another pilot.</b> That is fine, but then
            only that pilot sees here what to fix.
          </li>
          <li>
            <b className="font-medium text-ink">Not finished.</b> The last step of the game’s dialog
            is the button Finish.
          </li>
          <li>
            <b className="font-medium text-ink">The code is missing.</b> Description must hold{' '}
            <span className="mono whitespace-nowrap text-ink">{quote.shownCode}</span>.
          </li>
        </ul>
        {children && <div className="mt-3">{children}</div>}
      </PanelBody>
    </Panel>
  );
}

function assigneeKind({ assigneeKind: kind }: QuoteView): string {
  return kind === 'corporation' ? 'the corporation, not a pilot of it' : 'the pilot';
}
