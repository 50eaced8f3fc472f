/**
 * Windows opened in the pilot's client: the game page and the control page show them.
 *
 * @module
 */
import * as z from 'zod';
import type { OpenedWindow } from '../store/world.ts';
import { type EsiAnswer, type EsiAsk, ok, refuse } from './route.ts';

const KEPT_WINDOWS = 50;

const newMailSchema = z.object({
  body: z.string().max(10_000),
  recipients: z.array(z.int()).min(1).max(50),
  subject: z.string().max(1_000),
  to_corp_or_alliance_id: z.int().optional(),
  to_mailing_list_id: z.int().optional(),
});

export function openContractWindow(ask: EsiAsk): EsiAnswer {
  return withId(ask, 'contract_id', (contractId) => open(ask, { kind: 'contract', contractId }));
}

export function openInformationWindow(ask: EsiAsk): EsiAnswer {
  return withId(ask, 'target_id', (targetId) => open(ask, { kind: 'information', targetId }));
}

export function openMarketWindow(ask: EsiAsk): EsiAnswer {
  return withId(ask, 'type_id', (targetId) => open(ask, { kind: 'market-details', targetId }));
}

export function openNewMailWindow(ask: EsiAsk): EsiAnswer {
  const mail = newMailSchema.safeParse(ask.body);
  if (!mail.success) return refuse(400, z.prettifyError(mail.error));
  return open(ask, { kind: 'new-mail', subject: mail.data.subject });
}

function withId({ query }: EsiAsk, name: string, then: (id: number) => EsiAnswer): EsiAnswer {
  const text = query.get(name) ?? '';
  return /^\d{1,15}$/.test(text) ? then(Number(text)) : refuse(400, `${name} is required`);
}

function open(
  { parts, caller, now }: EsiAsk,
  what: Pick<OpenedWindow, 'kind'> & Partial<OpenedWindow>,
): EsiAnswer {
  if (caller === null) return refuse(401, 'authorization header missing');
  const { world } = parts.store;
  const opened: OpenedWindow = {
    characterId: caller.characterId,
    contractId: null,
    targetId: null,
    subject: null,
    openedAt: now.toISOString(),
    ...what,
  };
  world.openedWindows = [opened, ...world.openedWindows].slice(0, KEPT_WINDOWS);
  return ok(undefined);
}
