import { expect, test } from 'vitest';
import { fromEsiContract } from './contract-row.ts';

const SERVED = {
  contract_id: 1,
  type: 'item_exchange',
  status: 'outstanding',
  availability: 'personal',
  issuer_id: 2,
  issuer_corporation_id: 3,
  assignee_id: 4,
  acceptor_id: 0,
  for_corporation: false,
  date_issued: '2026-11-20T10:00:00Z',
  date_expired: '2026-12-04T10:00:00Z',
};

test.each(['date_issued', 'date_expired', 'date_accepted', 'date_completed'])(
  'a %s that the database cannot hold is refused here, by itself',
  (field) => {
    for (const time of ['0000-01-01T00:00:00Z', '+010000-01-01T00:00:00Z', 'soon']) {
      expect(() => fromEsiContract({ ...SERVED, [field]: time })).toThrow(RangeError);
    }
    expect(() => fromEsiContract({ ...SERVED, [field]: '9999-12-31T23:59:59Z' })).not.toThrow();
  },
);
