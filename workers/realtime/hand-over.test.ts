import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findFreePort } from '#bin/setup/ports.ts';
import { type Fleet, startFleet } from '#lib/server/fleet/start-fleet.ts';
import { createLog } from '#lib/server/log.ts';
import { handOver } from './hand-over.ts';

const log = createLog({ name: 'test', level: 'silent' });
const module = new URL('./testing/small-gateway.ts', import.meta.url);
const NAMES = ['one', 'two'];
const PATIENCE = { timeout: 20_000 };

let fleet: Fleet;
let port: number;
let browsers: Disposable;
let sockets: Socket[];

beforeEach(async () => {
  sockets = [];
  fleet = startFleet(
    NAMES.map((name) => ({ name, module })),
    // Longer than what is looked at here takes: nobody knows of the frozen one.
    { log, lookMs: 60_000, firstPauseMs: 10, drainMs: 500, execArgv: ['--import', 'tsx'] },
  );
  await bothUp();
  port = await findFreePort();
  browsers = handOver(fleet, NAMES, { host: '127.0.0.1', port, log });
  await ask().ended;
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  browsers[Symbol.dispose]();
  await fleet[Symbol.asyncDispose]();
});

const bothUp = () => expect.poll(() => fleet.readyChildren(NAMES).length, PATIENCE).toBe(2);
const pidOf = (name: string) => fleet.pids().get(name) ?? 0;

/** A browser that asks. `answer` is who served it, or the status that it was answered with. */
function ask(text = 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n') {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  let heard = '';
  socket.on('data', (data) => {
    heard += String(data);
  });
  socket.on('error', () => {});
  socket.write(text);
  const browser = { socket, answer: undefined as string | undefined, ended: Promise.resolve() };
  browser.ended = new Promise((resolve) => {
    socket.once('close', () => {
      const status = /^HTTP\/1.1 (\d+)/.exec(heard)?.[1];
      browser.answer = status === '200' ? /\d+$/.exec(heard)?.[0] : (status ?? 'cut');
      resolve();
    });
  });
  return browser;
}

const crowd = (size: number) => Array.from({ length: size }, () => ask());

describe('browsers', () => {
  test('are handed to each gateway in turn', async () => {
    const served = crowd(4);
    for (const { ended } of served) await ended;
    const pids = NAMES.map((name) => String(pidOf(name)));
    expect(new Set(served.map(({ answer }) => answer))).toEqual(new Set(pids));
  });

  test('are served by the other gateway while one is frozen', PATIENCE, async () => {
    process.kill(pidOf('one'), 'SIGSTOP');
    const asking = crowd(40);
    const count = (wanted: string) => asking.filter(({ answer }) => answer === wanted).length;
    // The one that the frozen gateway was given is told to come again.
    await expect.poll(() => count(String(pidOf('two'))), PATIENCE).toBe(39);
    await expect.poll(() => count('503'), PATIENCE).toBe(1);
  });

  test('that a frozen gateway did not take are closed when it is killed', PATIENCE, async () => {
    for (const { ended } of crowd(4)) await ended;
    const before = openFiles();
    const frozen = pidOf('one');
    process.kill(frozen, 'SIGSTOP');
    const asking = crowd(40);
    for (const { ended } of asking) await ended;
    process.kill(frozen, 'SIGKILL');
    await expect.poll(() => pidOf('one') || frozen, PATIENCE).not.toBe(frozen);
    await bothUp();
    await expect.poll(openFiles, PATIENCE).toBeLessThanOrEqual(before);
  });

  test('go to the other gateway when theirs ends before it took them', PATIENCE, async () => {
    process.kill(pidOf('one'), 'SIGSTOP');
    const asking = crowd(8);
    const answered = () => asking.filter(({ answer }) => answer === String(pidOf('two'))).length;
    await expect.poll(answered, PATIENCE).toBe(7);
    process.kill(pidOf('one'), 'SIGKILL');
    await expect.poll(answered, PATIENCE).toBe(8);
  });

  test('are told to come again while no gateway takes them', PATIENCE, async () => {
    for (const name of NAMES) process.kill(pidOf(name), 'SIGSTOP');
    const asking = crowd(6);
    const count = () => asking.filter(({ answer }) => answer === '503').length;
    await expect.poll(count, PATIENCE).toBe(6);
    for (const name of NAMES) process.kill(pidOf(name), 'SIGCONT');
    const next = crowd(4);
    for (const { ended } of next) await ended;
    expect(next.map(({ answer }) => answer)).not.toContain('503');
  });
});

test('the end waits for no browser, and no other one is taken', PATIENCE, async () => {
  const open = ask('GET / HTTP/1.1\r\nHost: x\r\nX-');
  await once(open.socket, 'connect');
  const next = ask();
  await next.ended;
  browsers[Symbol.dispose]();
  const late = ask();
  await late.ended;
  expect(late.answer).toBe('cut');
  expect(open.answer).toBeUndefined();
  await fleet[Symbol.asyncDispose]();
  await open.ended;
});

function openFiles(): number {
  return readdirSync('/proc/self/fd').length;
}
