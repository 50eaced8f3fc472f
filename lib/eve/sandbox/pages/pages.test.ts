import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { esiRoutes } from '../esi/routes.ts';
import { faultKinds } from '../faults/schema.ts';
import { startTestSandbox, type TestSandbox } from '../testing/start-test-sandbox.ts';

const QUOTE = {
  code: 'AT-7K3M9QX2',
  contract: {
    type: 'item_exchange',
    assigneeId: 9100000000001,
    assigneeName: 'Ageira Trade Holdings',
    locationId: 60003760,
    locationName: 'Jita IV - Moon 4 - Caldari Navy Assembly Plant',
    priceIsk: '112507268.00',
    title: 'AT-7K3M-9QX2',
    expirationDays: 14,
    items: [{ typeId: 1230, name: 'Veldspar', quantity: 10_000, blueprintCopy: false }],
  },
};
const ANSWERS: Readonly<Record<string, [status: number, body: string]>> = {
  '/api/v1/quotes/AT-7K3M-9QX2': [200, JSON.stringify(QUOTE)],
  '/api/v1/quotes/ODD': [200, '<html>'],
  '/api/v1/quotes/DOWN': [503, '{}'],
};

let sandbox: TestSandbox;
const site = createServer((request, response) => {
  const [status, body] = ANSWERS[request.url ?? ''] ?? [404, '{}'];
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(body);
});
beforeAll(async () => {
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
  // A server that listens on a port always has such an address.
  const { port } = site.address() as AddressInfo;
  sandbox = await startTestSandbox({ appUrl: `http://127.0.0.1:${port}` });
});
afterAll(async () => {
  await sandbox.close();
  site.close();
});

const read = async (path: string): Promise<string> => (await fetch(`${sandbox.url}${path}`)).text();

describe('the game page', () => {
  test.each([
    'Pilot',
    'Quote code',
    'Contract type',
    'Expiration',
    'Receiver',
    'Station',
    'Destination',
    'Item to add',
    'Quantity to add',
    'Direction to add',
    'I will receive, ISK',
    'I will pay, ISK',
    'Collateral, ISK',
    'Buyout, ISK',
    'Description',
  ])('has a control labelled "%s"', async (label) => {
    const html = await read('/');
    const id = new RegExp(`<label for="([\\w-]+)">${label}</label>`).exec(html)?.at(1);

    expect(html).toMatch(new RegExp(`<(input|select) id="${id}"`));
  });

  test('opens as the pilot asked for, with the quote’s code filled in', async () => {
    const html = await read('/?pilot=9000000000004&quote=AT-7K3M-9QX2');

    expect(html).toContain('<option value="9000000000004" selected>Nadir Esh</option>');
    expect(html).toContain('value="AT-7K3M-9QX2"');
  });

  test('writes what an address says as text, never as HTML', async () => {
    const html = await read(`/?quote=${encodeURIComponent('"><script>alert(1)</script>')}`);

    expect(html).not.toContain('<script>alert');
  });

  test('allows scripts, styles and pictures of its own only', async () => {
    const reply = await fetch(sandbox.url);

    expect(reply.headers.get('content-security-policy')).toContain("script-src 'self'");
  });
});

describe('the control page', () => {
  test.each([
    'Server',
    'Fault',
    'Route',
    'Percent of calls',
    'For how many calls',
    'Delay of slow answers, ms',
    'Wrong clock is ahead by, s',
    'Faults as JSON',
    'Contracts, s',
    'Contract items, s',
    'Market orders, s',
    'Others, times faster',
    'Pilot',
    'Character',
  ])('has a control labelled "%s"', async (label) => {
    const html = await read('/control');
    const id = new RegExp(`<label for="([\\w-]+)">${label}</label>`).exec(html)?.at(1);

    expect(html).toMatch(new RegExp(`<(input|select|textarea) id="${id}"`));
  });

  test('offers every fault, once, and every route', async () => {
    const html = await read('/control');
    const offered = (id: string) => {
      const list = new RegExp(`<select id="${id}".*?</select>`).exec(html)?.[0] ?? '';
      return [...list.matchAll(/value="([^"]*)"/g)].map(([, value]) => value);
    };

    expect(offered('kind').toSorted()).toEqual(faultKinds.toSorted());
    const paths = new Set(esiRoutes.map(({ path }) => path));
    expect(offered('route').toSorted()).toEqual(['', ...paths].toSorted());
  });
});

describe('a quote’s code', () => {
  test('gives the contract that the site wants', async () => {
    expect(JSON.parse(await read('/game/api/quotes/AT-7K3M-9QX2'))).toEqual(QUOTE.contract);
  });

  test.each([
    { code: 'NONE', reason: 'no-quote', status: 404 },
    { code: 'ODD', reason: 'unreadable', status: 502 },
    { code: 'DOWN', reason: 'no-answer', status: 502 },
  ])('that the site answers oddly gives $reason', async ({ code, reason, status }) => {
    const reply = await fetch(`${sandbox.url}/game/api/quotes/${code}`);

    expect([reply.status, await reply.json()]).toMatchObject([status, { reason }]);
  });
});

describe('the other pages', () => {
  test.each([
    { path: '/control', type: 'text/html' },
    { path: '/assets/base.css', type: 'text/css' },
    { path: '/assets/game.js', type: 'text/javascript' },
    { path: '/assets/control.js', type: 'text/javascript' },
    { path: '/assets/faults.js', type: 'text/javascript' },
    { path: '/assets/inbox.js', type: 'text/javascript' },
    { path: '/assets/inter.woff2', type: 'font/woff2' },
    { path: '/health', type: 'application/json' },
  ])('$path is served as $type', async ({ path, type }) => {
    const reply = await fetch(`${sandbox.url}${path}`);

    expect([reply.status, reply.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining(type),
    ]);
  });

  test('each style that a page asks for is there', async () => {
    const page = await (await fetch(`${sandbox.url}/`)).text();
    const styles = [...page.matchAll(/rel="stylesheet" href="([^"]+)"/g)].map(([, path]) => path);

    expect(styles.length).toBeGreaterThan(0);
    for (const path of styles) {
      expect((await fetch(`${sandbox.url}${path}`)).headers.get('content-type')).toContain('css');
    }
  });

  test('an address that leads nowhere says so', async () => {
    expect((await fetch(`${sandbox.url}/nowhere`)).status).toBe(404);
    expect((await fetch(`${sandbox.url}/`, { method: 'POST' })).status).toBe(405);
  });

  test.each(['/assets/../presets.ts', '/assets/%2e%2e/presets.ts', '//evil.example/'])(
    '%s reads no other file',
    async (path) => {
      expect((await fetch(`${sandbox.url}${path}`)).status).toBe(404);
    },
  );
});
