import { checkSync } from 'recheck';
import { describe, expect, test } from 'vitest';
import { collectPatterns } from './collect-patterns.ts';

const { patterns, computed } = collectPatterns(['app', 'bin', 'lib', 'prisma', 'workers']);

/** Made of parts that are checked themselves, or of text with every special sign escaped. */
const KNOWN_COMPUTED = [
  'lib/core/paste/paste-limits.ts',
  'lib/eve/sandbox/http/router.ts',
  // A value that travels, and that nobody there applies to anything.
  'lib/messaging/wormhole/rich-values.ts',
];

describe('regular expressions of ours', () => {
  test('take time linear in the text, whoever wrote it', { timeout: 60_000 }, () => {
    const distinct = new Map(
      patterns.map((pattern) => [`${pattern.source}/${pattern.flags}`, pattern]),
    );
    const slow = [...distinct.values()].flatMap(({ where, source, flags }) => {
      const { status } = checkSync(source, flags, { timeout: 10_000 });
      return status === 'safe' ? [] : [`${where} /${source}/${flags}: ${status}`];
    });

    expect(slow).toEqual([]);
    expect(patterns.length).toBeGreaterThan(100);
  });

  test('are written where they can be checked', () => {
    const files = new Set(computed.map((where) => where.split(':')[0]));

    expect([...files].toSorted()).toEqual(KNOWN_COMPUTED);
  });

  test('are found wherever they stand, and a slow one is told from the rest', () => {
    const found = patterns.map(({ where }) => where.split(':')[0]);

    expect(found).toEqual(
      expect.arrayContaining(['lib/core/quote/code.ts', 'bin/ageira/command.ts']),
    );
    expect(checkSync('^(a+)+$', '').status).toBe('vulnerable');
  });
});
