import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { findFreePort, findPort, isPortFree, requireFreePort } from './ports.ts';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

test.each(['127.0.0.1', '0.0.0.0'])('a port taken on %s is not free', async (host) => {
  const port = await findFreePort();
  await listen(port, host);

  expect(await isPortFree(port)).toBe(false);
  expect(await findPort(port)).not.toBe(port);
});

test('a free port is kept', async () => {
  const port = await findFreePort();

  expect(await findPort(port)).toBe(port);
});

test('a taken port is refused in one sentence that says who has it and how to choose another', async () => {
  const port = await findFreePort();
  await listen(port, '127.0.0.1');

  await expect(requireFreePort(port, { variable: 'PORT' })).rejects.toThrow(
    new RegExp(
      `^Port ${port} is taken by (process ${process.pid} \\(.+, in /.+\\)|another program)\\. Stop it, or choose another port: PORT=${port + 10} npm start$`,
    ),
  );
});

async function listen(port: number, host: string): Promise<void> {
  const server = createServer();
  servers.push(server);
  server.listen(port, host);
  await once(server, 'listening');
}

test('the suggested port is one that there is', async () => {
  const port = 65_530;
  await listen(port, '127.0.0.1');

  await expect(requireFreePort(port, { variable: 'PORT' })).rejects.toThrow(/PORT=3530 npm start/);
});

test('an address of another machine is refused by its name', async () => {
  const port = await findFreePort();

  await expect(requireFreePort(port, { variable: 'PORT', host: '192.0.2.1' })).rejects.toThrow(
    'HOST=192.0.2.1 is no address of this machine',
  );
});

test('a port that is given up while we wait is taken', async () => {
  const port = await findFreePort();
  await listen(port, '127.0.0.1');
  const waiting = requireFreePort(port, { variable: 'PORT', patienceMs: 10_000 });
  servers.pop()?.close();

  await expect(waiting).resolves.toBeUndefined();
});
