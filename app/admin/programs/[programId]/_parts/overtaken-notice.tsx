import { Button } from '#lib/ui/primitives/button.tsx';
import { Notice } from '#lib/ui/primitives/notice.tsx';
import type { ProgramFormState } from './use-program-form.ts';

type OvertakenNoticeProps = {
  readonly form: Pick<ProgramFormState, 'save' | 'choose'>;
  /** Where the program is seen as it is saved. */
  readonly address: string;
};

/** Other terms were saved than these were typed upon: the person chooses. */
export function OvertakenNotice({ form: { save, choose }, address }: OvertakenNoticeProps) {
  return (
    <Notice
      kind="warn"
      className="p-0!"
      role="alert"
      title="Saved meanwhile"
      actions={
        <>
          <Button onClick={() => choose('typed')}>Keep what I typed</Button>
          <Button onClick={() => choose('saved')}>Take what is saved</Button>
        </>
      }
    >
      {save.status === 'refused'
        ? save.message
        : 'This program was saved after you began to type. What you typed is still here.'}{' '}
      Kept, it changes only the fields that you typed in.{' '}
      <a href={address} target="_blank" rel="noreferrer" className="link">
        See what is saved
      </a>
    </Notice>
  );
}
