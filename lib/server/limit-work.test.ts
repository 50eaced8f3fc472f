import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { createWorkLimit } from './limit-work.ts';

const LIMITS = {
  maximumWork: 2,
  maximumWaiting: 3,
  workMs: 60_000,
  maximumSlow: 1,
  maximumBegunPerSecond: 100,
};

let awaitTurn: ReturnType<typeof createWorkLimit>;
let order: string[];
let isBusy: boolean;
const watchLoop = () => () => isBusy;
beforeEach(() => {
  isBusy = false;
  awaitTurn = createWorkLimit(LIMITS, watchLoop);
  order = [];
});

test('so much of one address is in work at once, and the rest follows in its order', async () => {
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => ask('192.0.2.1', name));
  await expect.poll(() => order).toEqual(['a turn', 'b turn']);
  b?.end();
  await expect.poll(() => order).toEqual(['a turn', 'b turn', 'c turn']);
  a?.end();
  await expect.poll(() => order.at(-1)).toBe('d turn');
  c?.end();
  d?.end();
  ask('192.0.2.1', 'e');
  await expect.poll(() => order.at(-1)).toBe('e turn');
});

test('another address does not wait for it', async () => {
  for (let i = 0; i < 5; i += 1) ask('192.0.2.1', 'many');
  ask('192.0.2.2', 'other');
  await expect.poll(() => order).toContain('other turn');
});

test('who leaves gives up the place in line, and whoever finds the line full is told', async () => {
  const [a, , c] = ['a', 'b', 'c', 'd', 'e'].map((name) => ask('192.0.2.1', name));
  ask('192.0.2.1', 'f');
  await expect.poll(() => order).toContain('f never');
  c?.end();
  await expect.poll(() => order).toContain('c left');
  a?.end();
  await expect.poll(() => order.at(-1)).toBe('d turn');
});

test('what only waits for something else keeps nobody from working', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  awaitTurn = createWorkLimit({ ...LIMITS, workMs: 20 }, watchLoop);
  const [, b] = ['a', 'b', 'c', 'd'].map((name) => ask('192.0.2.1', name));
  await vi.advanceTimersByTimeAsync(20);
  expect(order).toEqual(['a turn', 'b turn', 'c turn']);
  // The others may be slow for all that this address asks.
  await vi.advanceTimersByTimeAsync(200);
  expect(order).not.toContain('d turn');
  b?.end();
  await vi.advanceTimersByTimeAsync(0);
  expect(order.at(-1)).toBe('d turn');
});

test('what computes all the time keeps its place until it waits', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  awaitTurn = createWorkLimit({ ...LIMITS, workMs: 20 }, watchLoop);
  isBusy = true;
  for (const name of ['a', 'b', 'c']) ask('192.0.2.1', name);
  await vi.advanceTimersByTimeAsync(100);
  expect(order).toEqual(['a turn', 'b turn']);
  isBusy = false;
  await vi.advanceTimersByTimeAsync(20);
  expect(order.at(-1)).toBe('c turn');
});

test('what comes in one after the other is begun at its pace', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  awaitTurn = createWorkLimit({ ...LIMITS, maximumBegunPerSecond: 1 }, watchLoop);
  const next = async (name: string) => {
    const asked = ask('192.0.2.1', name);
    await vi.advanceTimersByTimeAsync(0);
    return asked;
  };
  for (const name of ['a', 'b']) (await next(name)).end();
  const c = await next('c');
  await next('d');
  expect(order).toEqual(['a turn', 'b turn']);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(order).toEqual(['a turn', 'b turn', 'c turn']);
  c.end();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(order.at(-1)).toBe('d turn');
});

/** A request of an address; what becomes of it is noted. */
function ask(network: string, name: string): { end: () => void } {
  const socket = Object.assign(new EventEmitter(), { destroyed: false });
  const response = Object.assign(new EventEmitter(), { req: { socket } });
  // The little of an answer that is looked at.
  void awaitTurn(network, response as unknown as ServerResponse).then((turn) =>
    order.push(`${name} ${turn}`),
  );
  return { end: () => void response.emit('close') };
}
