import { TriangleAlert } from 'lucide-react';
import type { Appraisal } from '#lib/features/appraisal/schema.ts';
import { Kbd } from '#lib/ui/primitives/kbd.tsx';
import { PanelFoot } from '#lib/ui/primitives/panel.tsx';
import { formatUnits } from '#lib/ui/trade/format-numbers.ts';

/** Under the paste: how much of it was understood. */
export function PasteFoot({ appraisal }: { appraisal: Appraisal | undefined }) {
  return (
    <PanelFoot>
      {appraisal && (
        <>
          <span>{formatUnits(appraisal.counts.bought)} bought</span>
          {appraisal.counts.refused > 0 && (
            <span>{formatUnits(appraisal.counts.refused)} refused</span>
          )}
          {appraisal.counts.unread > 0 && (
            <span className="inline-flex items-center gap-1 text-warn">
              <TriangleAlert aria-hidden="true" className="icon-s" />
              {formatUnits(appraisal.counts.unread)} not read
            </span>
          )}
        </>
      )}
      <span className="ml-auto flex items-center gap-1 whitespace-nowrap max-wide:hidden">
        add more with <Kbd>Ctrl V</Kbd>
      </span>
    </PanelFoot>
  );
}
