import { MessagePage } from '#app/_parts/message-page.tsx';
import { ButtonLink } from '#lib/ui/primitives/button-link.tsx';

export default function NotFound() {
  return (
    <MessagePage
      title="No item has this number"
      actions={
        <ButtonLink href="/market" look="primary">
          Find an item
        </ButtonLink>
      }
    >
      <p>
        EVE has no item of this number, or it is newer than our item list. Look it up by its name.
      </p>
    </MessagePage>
  );
}
