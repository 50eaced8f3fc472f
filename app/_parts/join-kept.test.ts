import { describe, expect, test } from 'vitest';
import { joinKept } from './join-kept.ts';

describe('joinKept', () => {
  test.each([
    ['nothing', null, '', ''],
    [
      'what was kept, as the field keeps it',
      'Veldspar 1\r\nScordite\r',
      '',
      'Veldspar 1\nScordite\n',
    ],
    ['what stands there', null, 'Kernite 8', 'Kernite 8'],
    ['what stands there, not more than is read', 'x'.repeat(1_048_577), 'Kernite 8', 'Kernite 8'],
    ['both', 'Veldspar 1', 'Kernite 8', 'Veldspar 1\nKernite 8'],
    ['both, below a last line that is ended', 'Veldspar 1\n', 'Kernite 8', 'Veldspar 1\nKernite 8'],
    ['once what was pasted again', 'Veldspar 1\nKernite 8', 'Kernite 8', 'Veldspar 1\nKernite 8'],
    ['both, where only letters are the same', 'Kernite 18', '8', 'Kernite 18\n8'],
  ])('the field begins with %s', (_, kept, early, text) => {
    expect(joinKept(kept, early)).toBe(text);
  });
});
