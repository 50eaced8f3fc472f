import { describe, expect, test } from 'vitest';
import { readReason } from './error-lines.ts';
import { explain } from './explain.ts';
import { explainNpm } from './install.mjs';
import { SetupError } from './setup-error.ts';

describe('a fault is told in a sentence', () => {
  test.each([
    ['ENOSPC', /^The disk is full, \/data\/x could not be written: free some space/],
    ['EDQUOT', /^The disk is full/],
    ['EROFS', /^\/data\/x is on a read-only file system/],
    ['EACCES', /^The user \S+ may not use \/data\/x: .*chown/],
    ['EEXIST', /^\/data\/x stands where a folder is expected/],
    ['EISDIR', /^\/data\/x stands where a file is expected/],
    ['EMFILE', /ulimit/],
  ])('%s', (code, sentence) => {
    expect(explain(Object.assign(new Error('raw'), { code, path: '/data/x' }))).toMatch(sentence);
  });

  test('that was made for people already', () => {
    expect(explain(new SetupError('Do this.'))).toBe('Do this.');
  });

  test('but one of ours keeps its stack: nobody else can mend it', () => {
    expect(explain(new TypeError('ours'))).toMatch(/TypeError: ours\n\s+at /);
  });
});

describe('npm’s failure is told in a sentence', () => {
  test.each([
    ['ENOTFOUND', /registry does not answer \(ENOTFOUND\)/],
    ['ECONNREFUSED', /registry does not answer \(ECONNREFUSED\)/],
    ['ENOTCACHED', /registry does not answer/],
    ['ENOSPC', /disk is full/],
    ['EACCES', /may not write \/srv\/x: give it to this user/],
    ['EUSAGE', /package\.json and package-lock\.json do not fit together/],
    ['EINTEGRITY', /npm cache clean/],
    ['EWHATEVER', /\(EWHATEVER\): npm's own words are in .*install\.log/],
  ])('%s', (code, sentence) => {
    const said = explainNpm(`npm error code ${code}\nnpm error path /srv/x\nnpm error more\n`);

    expect(said).toMatch(sentence);
    expect(said).not.toContain('\n');
  });

  test('that has no code at all', () => {
    expect(explainNpm('')).toMatch(/npm does not say why/);
  });
});

describe('the reason of a process is read from its log', () => {
  const line = (content: unknown) => JSON.stringify(content);

  test('the last fatal line, among whatever else was printed', () => {
    const log = [
      'plain text',
      line({ level: 'fatal', msg: 'first' }),
      line({ level: 'fatal', msg: 'could not start', err: { message: 'no database' } }),
      line({ level: 'error', msg: 'afterwards' }),
      line({ level: 'info', msg: 'bye' }),
    ].join('\n');

    expect(readReason(log)).toBe('could not start: no database');
  });

  test('nothing, where it gave none', () => {
    expect(readReason('plain text\n{"level":"info","msg":"started"}')).toBeUndefined();
  });
});
