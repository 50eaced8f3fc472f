import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { describeProtocol, PROTOCOL, refusal } from './index.ts';

const text = await readFile(new URL('PROTOCOL.md', import.meta.url), 'utf8');

test('PROTOCOL.md shows the schemas that the server parses with', () => {
  const [, shown = ''] = /```json\n([\s\S]*?)```/.exec(text) ?? [];
  expect(JSON.parse(shown)).toEqual(describeProtocol());
});

test('PROTOCOL.md says what each command and each code means', () => {
  const { requests, events } = describeProtocol();
  const [words = ''] = text.split('## Schemas');
  for (const name of [...Object.keys(requests), ...Object.keys(events)]) {
    expect(words).toContain(`\`${name}\``);
  }
  for (const code of refusal.shape.code.options) {
    expect(words).toMatch(code === 'ERR_SIGNAL_PEER_AWAY' ? /`_AWAY`/ : new RegExp(code));
  }
});

test('the sub-protocol has a name that a browser takes', () => {
  // RFC 2616 § 2.2: a token, without separators.
  expect(PROTOCOL).toMatch(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/);
});
