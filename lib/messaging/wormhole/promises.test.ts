import { describe, expect, test } from 'vitest';
import { WormholeClosedError } from './errors.ts';
import { openPair } from './testing/open-pair.ts';

/** Each of these was seen to be broken by the module that this one takes over from. */
describe('promises that the old module broke', () => {
  test.each([0, false, '', null])('%j comes back as it is', async (value) => {
    const { near, far } = openPair();
    far.define('give', () => value);
    expect(await near.command('give')).toBe(value);
  });

  test('an unknown command answers a clear error', async () => {
    const { near } = openPair();
    await expect(near.command('missing')).rejects.toThrow('Unknown procedure "missing"');
  });

  test('a thrown string reaches the caller', async () => {
    const { near, far } = openPair();
    far.define('fail', () => {
      throw 'only words';
    });
    await expect(near.command('fail')).rejects.toThrow('only words');
  });

  test('an error keeps its class, code and stack', async () => {
    const { near, far } = openPair();
    far.define('fail', () => {
      throw Object.assign(new TypeError('wrong ore'), { code: 'ERR_ORE' });
    });
    await expect(near.command('fail')).rejects.toMatchObject({
      name: 'TypeError',
      code: 'ERR_ORE',
      message: 'wrong ore',
      stack: expect.stringContaining('promises.test.ts'),
    });
  });

  test('a pending call rejects when the other end dies', async () => {
    const { near, far, nearChannel } = openPair();
    far.define('hang', () => new Promise(() => {}));
    const pending = near.command('hang');
    expect(near.pendingCallbacks).toBe(1);
    nearChannel.end(new Error('killed'));

    await expect(pending).rejects.toThrow(/killed/);
    expect(near.pendingCallbacks).toBe(0);
  });

  test('a call after the other end died rejects, and an event is dropped', async () => {
    const { near, nearChannel } = openPair();
    nearChannel.end();
    await expect(near.command('any')).rejects.toThrow(WormholeClosedError);
    expect(near.event('any')).toBe(false);
  });

  test.each([
    ['a null message', null],
    ['an event named error', ['~e', 'error', ['!']]],
    ['a late result', ['~r', 7, 'late']],
    ['a late failure', ['~x', 7, { message: 'late' }]],
  ])('%s does not crash this end', async (_name, message) => {
    const { near, far, nearChannel } = openPair();
    near.removeAllListeners('error');
    far.define('alive', () => true);
    nearChannel.deliver(message);
    expect(await near.command('alive')).toBe(true);
  });

  test('a call costs no random number and no turn of the loop', async () => {
    const { near, far, nearChannel } = openPair();
    far.define('echo', (value: unknown) => value);
    await Promise.all([near.command('echo', 1), near.command('echo', 2)]);
    expect(nearChannel.sent).toEqual([
      [
        '~b',
        [
          ['~c', 1, 'echo', [1]],
          ['~c', 2, 'echo', [2]],
        ],
      ],
    ]);
  });

  test('a command can be taken away again', async () => {
    const { near, far } = openPair();
    far.define('echo', () => 1);
    expect(far.undefine('echo')).toBe(true);
    expect(far.undefine('echo')).toBe(false);
    await expect(near.command('echo')).rejects.toMatchObject({ code: 'ERR_PROCEDURE_NOT_FOUND' });
  });

  test('this is what a command was defined with', async () => {
    const { near, far } = openPair();
    const station = { name: 'Jita' };
    far.define(
      'where',
      function (this: typeof station) {
        return this.name;
      },
      station,
    );
    expect(await near.command('where')).toBe('Jita');
  });
});
