import type { Check } from '../../finding.ts';
import { at, JITA, KEEPSTAR } from '../scene.ts';
import { type Case, fix } from './case.ts';

/** Slips in where the items are, and when the contract is made. */
export const PLACE_AND_TIME_CASES: Readonly<
  Record<Extract<Check, 'location' | 'issued' | 'expiry'>, readonly Case[]>
> = {
  location: [
    { name: 'the station of the quote', change: {}, finds: 'location-quoted' },
    {
      name: 'another one that the program takes',
      change: {
        contract: { startLocationId: KEEPSTAR },
        program: { locationIds: [JITA, KEEPSTAR] },
      },
      finds: 'location-also-allowed',
    },
    {
      name: 'the station of the quote, which the program no longer takes',
      change: { program: { locationIds: [KEEPSTAR] } },
      finds: 'location-quoted',
    },
    {
      name: 'a structure elsewhere',
      change: { contract: { startLocationId: KEEPSTAR } },
      finds: 'location-wrong',
      ...fix,
    },
    {
      name: 'left out by EVE',
      change: { contract: { startLocationId: null } },
      finds: 'location-unknown',
      ...fix,
    },
  ],

  issued: [
    { name: 'inside the window', change: {}, finds: 'issued-in-time' },
    {
      name: 'in its last moment',
      change: { contract: { dateIssued: at('2026-11-23T10:00:00Z') } },
      finds: 'issued-in-time',
    },
    {
      name: 'a second after it',
      change: { contract: { dateIssued: at('2026-11-23T10:00:01Z') } },
      finds: 'issued-too-late',
      ...fix,
    },
    {
      name: 'in its first moment',
      change: { contract: { dateIssued: at('2026-11-20T10:00:00Z') } },
      finds: 'issued-in-time',
    },
    {
      name: 'a second before it',
      change: { contract: { dateIssued: at('2026-11-20T09:59:59Z') } },
      finds: 'issued-too-early',
      ...fix,
    },
    {
      name: 'a minute before it, where clocks may differ by that',
      change: { contract: { dateIssued: at('2026-11-20T09:59:00Z') }, clockSkewMs: 60_000 },
      finds: 'issued-in-time',
    },
    {
      name: 'more than clocks may differ before it',
      change: { contract: { dateIssued: at('2026-11-20T09:58:59Z') }, clockSkewMs: 60_000 },
      finds: 'issued-too-early',
      ...fix,
    },
    {
      name: 'in time, but seen after the quote ran out',
      change: { now: at('2026-11-25T00:00:00Z') },
      finds: 'issued-in-time',
    },
  ],

  expiry: [
    { name: 'still waiting', change: {}, finds: 'expiry-ahead' },
    {
      name: 'ran out, though EVE calls it outstanding',
      change: { now: at('2026-12-04T11:00:00Z') },
      finds: 'expiry-passed',
      ...fix,
    },
    {
      name: 'ran out, and may have been accepted before that',
      change: { now: at('2026-12-04T11:00:00Z'), isEndUnseen: true },
      finds: 'expiry-passed-unseen',
    },
    {
      name: 'a second to go',
      change: { now: at('2026-12-04T10:59:59Z') },
      finds: 'expiry-ahead',
    },
    {
      name: 'accepted before it ran out',
      change: { contract: { status: 'finished' }, now: at('2026-12-05T00:00:00Z') },
      finds: 'expiry-passed-when-done',
    },
  ],
};
