import {
  openContractWindow,
  openInformationWindow,
  openMarketWindow,
  openNewMailWindow,
} from '../client-window.ts';
import { forSeconds } from '../freshness.ts';
import { sendMail } from '../mail.ts';
import { getAlliance, getCharacter, getCorporation, listAffiliations } from '../people.ts';
import { getCharacterRoles, listCorporationRoles } from '../roles.ts';
import type { EsiRoute } from '../route.ts';

const opensWindow = {
  method: 'POST',
  bucket: { group: 'ui', tokens: 900 },
  scope: 'esi-ui.open_window.v1',
  isWriting: true,
} as const;

/** Characters, corporations, alliances, and what reaches a pilot: mail and windows. */
export const peopleRoutes: readonly EsiRoute[] = [
  {
    method: 'GET',
    path: '/characters/{character_id}',
    freshness: forSeconds(86_400),
    shapeDate: '2026-06-09',
    answer: getCharacter,
  },
  {
    method: 'GET',
    path: '/characters/{character_id}/roles',
    bucket: { group: 'char-detail', tokens: 600 },
    scope: 'esi-characters.read_corporation_roles.v1',
    freshness: forSeconds(3_600),
    answer: getCharacterRoles,
  },
  {
    method: 'GET',
    path: '/corporations/{corporation_id}',
    freshness: forSeconds(3_600),
    shapeDate: '2026-07-21',
    answer: getCorporation,
  },
  {
    method: 'GET',
    path: '/corporations/{corporation_id}/roles',
    bucket: { group: 'corp-member', tokens: 300 },
    scope: 'esi-corporations.read_corporation_membership.v1',
    freshness: forSeconds(3_600),
    answer: listCorporationRoles,
  },
  {
    method: 'GET',
    path: '/alliances/{alliance_id}',
    freshness: forSeconds(3_600),
    answer: getAlliance,
  },
  { method: 'POST', path: '/characters/affiliation', answer: listAffiliations },
  {
    method: 'POST',
    path: '/characters/{character_id}/mail',
    bucket: { group: 'char-social', tokens: 600 },
    scope: 'esi-mail.send_mail.v1',
    throttle: { calls: 5, windowMs: 60_000, label: 'MailStopSpamming' },
    isWriting: true,
    answer: sendMail,
  },
  {
    ...opensWindow,
    path: '/ui/openwindow/contract',
    query: ['contract_id'],
    answer: openContractWindow,
  },
  {
    ...opensWindow,
    path: '/ui/openwindow/information',
    query: ['target_id'],
    answer: openInformationWindow,
  },
  {
    ...opensWindow,
    path: '/ui/openwindow/marketdetails',
    query: ['type_id'],
    answer: openMarketWindow,
  },
  { ...opensWindow, path: '/ui/openwindow/newmail', answer: openNewMailWindow },
];
