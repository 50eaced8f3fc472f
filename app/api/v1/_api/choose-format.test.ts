import { expect, test } from 'vitest';
import { chooseFormat } from './choose-format.ts';

test.each([
  { accept: null, chosen: 'json' },
  { accept: '', chosen: 'json' },
  { accept: '*/*', chosen: 'json' },
  { accept: 'text/csv', chosen: 'csv' },
  { accept: 'TEXT/CSV; charset=utf-8', chosen: 'csv' },
  { accept: 'text/*', chosen: 'csv' },
  { accept: 'application/json;q=0.5, text/csv', chosen: 'csv' },
  { accept: 'text/csv;q=0.5, application/json', chosen: 'json' },
  { accept: 'text/csv;q=0, */*;q=0.1', chosen: 'json' },
  { accept: 'application/*;q=0, */*', chosen: 'csv' },
  { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', chosen: 'json' },
  { accept: 'text/html', chosen: null },
  { accept: 'application/json;q=0', chosen: null },
  { accept: 'application/json;q=none', chosen: null },
  { accept: ',;,', chosen: null },
])('who accepts $accept gets $chosen', ({ accept, chosen }) => {
  expect(chooseFormat(accept, ['json', 'csv'])).toBe(chosen);
});

test('who would rather have a table gets JSON where there is none', () => {
  expect(chooseFormat('text/csv, application/json;q=0.1', ['json'])).toBe('json');
  expect(chooseFormat('text/csv', ['json'])).toBe(null);
});
