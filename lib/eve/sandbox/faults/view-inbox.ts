/**
 * What reached the pilots from outside: mails and windows, for the control page.
 *
 * @module
 */
import type { StaticData } from '#lib/eve/static-data/index.ts';
import { partyName } from '../presets.ts';
import type { OpenedWindow, World } from '../store/world.ts';

const SHOWN_MAILS = 50;

/** The newest mails that were sent, newest first. */
export function viewMails(world: World) {
  return world.mails.slice(0, SHOWN_MAILS).map(({ recipients, fromId, ...mail }) => ({
    ...mail,
    from: partyName(fromId),
    to: recipients.map(({ id }) => partyName(id)).join(', '),
  }));
}

/** The windows that were opened, newest first, each with a title as the client would give it. */
export function viewWindows(world: World, staticData: StaticData) {
  return world.openedWindows.map((window) => ({
    openedAt: window.openedAt,
    pilot: partyName(window.characterId),
    kind: window.kind,
    title: titleOf(window, world, staticData),
  }));
}

function titleOf(window: OpenedWindow, world: World, staticData: StaticData): string {
  switch (window.kind) {
    case 'contract': {
      const contract = world.contracts.find(({ contractId }) => contractId === window.contractId);
      return `Contract ${window.contractId}: ${contract?.title || 'unknown'}`;
    }
    case 'information':
      return `Information: ${staticData.type(window.targetId ?? 0)?.name ?? partyName(window.targetId ?? 0)}`;
    case 'market-details':
      return `Market: ${staticData.type(window.targetId ?? 0)?.name ?? `#${window.targetId}`}`;
    case 'new-mail':
      return `New mail: ${window.subject ?? ''}`;
  }
}
