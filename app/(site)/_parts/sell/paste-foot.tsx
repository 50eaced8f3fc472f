import { TriangleAlert } from 'lucide-react';
import type { Appraisal } from '#lib/features/appraisal/schema.ts';
import { Kbd } from '#lib/ui/primitives/kbd.tsx';
import { PanelFoot } from '#lib/ui/primitives/panel.tsx';

/** Under the paste: how much of it was understood. */
export function PasteFoot({ appraisal }: { appraisal: Appraisal | undefined }) {
  return (
    <PanelFoot>
      {appraisal && (
        <>
          <span>{appraisal.lines.length} bought</span>
          {appraisal.refused.length > 0 && <span>{appraisal.refused.length} refused</span>}
          {appraisal.unread.length > 0 && (
            <span className="inline-flex items-center gap-1 text-warn">
              <TriangleAlert aria-hidden="true" className="icon-s" />
              {appraisal.unread.length} not read
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
