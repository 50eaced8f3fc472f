import { expect, test } from 'vitest';
import { readHubId, toMarketPath } from './market-path.ts';

const HUBS = [
  { hubId: 60003760, name: 'Jita' },
  { hubId: 60008494, name: 'Amarr' },
];

test.each([
  ['the usual hub goes without saying', [60003760], '/market'],
  ['another is named', [60008494], '/market?hub=60008494'],
  ['with what is looked for', [60008494, 'a&b'], '/market?q=a%26b&hub=60008494'],
  ['without any hub', [undefined, 'ore'], '/market?q=ore'],
] as const)('a path: %s', (_, [hubId, query = ''], path) => {
  expect(toMarketPath('/market', HUBS, hubId, query)).toBe(path);
});

test.each([
  ['60008494', 60008494],
  ['1035466617946', 1035466617946],
  ['', null],
  ['0', null],
  ['-5', null],
  ['1e9', null],
  ['9999999999999999', null],
  ['6'.repeat(400), null],
  [['1', '2'], null],
  [undefined, null],
] as const)('the hub of an address: %j is %j', (text, hubId) => {
  expect(readHubId(text)).toBe(hubId);
});
