import { Notice } from '#lib/ui/primitives/notice.tsx';
import { Panel } from '#lib/ui/primitives/panel.tsx';

/** Under the paste box, whose text stayed as it was: a piece that does not go in with the rest. */
export function NotTaken({ sentence }: { sentence: string }) {
  return (
    <Panel aria-label="Not pasted">
      <Notice kind="error" role="alert" title="Not pasted">
        {sentence} The box is as it was.
      </Notice>
    </Panel>
  );
}

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
