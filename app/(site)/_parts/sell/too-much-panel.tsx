import { Notice } from '#lib/ui/primitives/notice.tsx';
import { Panel } from '#lib/ui/primitives/panel.tsx';

/** In place of an appraisal where the text is not even sent. */
export function TooMuchPanel({ sentence }: { sentence: string }) {
  return (
    <Panel aria-label="Appraisal">
      <Notice kind="error" role="alert" title="Not appraised">
        {sentence} What you pasted is still here.
      </Notice>
    </Panel>
  );
}
