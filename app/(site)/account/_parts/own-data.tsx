import { Download } from 'lucide-react';
import { buttonClasses } from '#lib/ui/primitives/button-classes.ts';
import { ButtonLink } from '#lib/ui/primitives/button-link.tsx';
import { Panel, PanelBody, PanelHead } from '#lib/ui/primitives/panel.tsx';

/** What the site keeps of somebody, as a file; and the end of it. */
export function OwnData() {
  return (
    <Panel aria-labelledby="own-data">
      <PanelHead id="own-data" title="Your data" />
      <PanelBody className="flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-[68ch] text-ink-2">
          All that the site keeps of you, as one JSON file: characters, permissions, sessions, API
          keys without what opens, quotes, your contracts and what was found in them.
        </p>
        <div className="flex flex-wrap gap-2">
          <a href="/api/account/export" className={buttonClasses({})}>
            <Download aria-hidden="true" className="icon" />
            Download my data
          </a>
          <ButtonLink href="/account/delete" look="quiet" prefetch={false}>
            Delete account…
          </ButtonLink>
        </div>
      </PanelBody>
    </Panel>
  );
}
