import { performance } from 'node:perf_hooks';
import { chromium, type Page } from '@playwright/test';
import pg from 'pg';
import { WebSocket } from 'ws';
import { startStorySite } from '#bin/setup/story-site.ts';
import { startTestServices } from '#bin/setup/test-services.ts';
import { quoteRoom, REALTIME_PATH } from '#lib/core/live/room-names.ts';
import { getQuote } from '#tests/support/trade.ts';
import { ROOT } from '../support/bench-site.ts';
import type { Figure, Measure } from '../support/figure.ts';
import { pasteUntilPriced } from '../support/paste-until-priced.ts';
import { median, spreadOf } from '../support/rounds.ts';

const WATCHING = 500;
const CHANGES = 100;
const AT_ONCE = 25;
const MOST_P50_MS = 30;
const MOST_P99_MS = 250;
const WAIT_MS = 10_000;

/** A change that pages show, written as the site writes its own: the row and its event in one transaction. */
const CHANGE = `
  with changed as (
    update quote set volume_m3 = $2, version = version + 1 where code = $1 returning id, version)
  insert into outbox_event (topic, entity, entity_id, version, payload, created_at)
  select 'quote', 'quote', id::text, version, jsonb_build_object('code', $1::text), now() from changed`;

/** From the commit in PostgreSQL to the page of who made the quote, while others watch it. No peer: the bars are absolute. */
export const live: Figure = {
  name: 'live',
  title: 'database commit to changed page, 500 watching sockets',
  async measure({ rounds, say }) {
    await using services = await startTestServices(ROOT, say);
    const signal = AbortSignal.timeout(3_600_000);
    await using site = await startStorySite(ROOT, { services, signal, say });
    const baseURL = site.variables.STORY_SITE_URL ?? '';
    const database = new pg.Client({ connectionString: site.variables.STORY_DATABASE_URL });
    await database.connect();
    const browser = await chromium.launch({
      ...(site.variables.STORY_BROWSER ? { executablePath: site.variables.STORY_BROWSER } : {}),
      args: ['--no-sandbox', '--disable-gpu'],
    });
    const crowd: WebSocket[] = [];
    try {
      const page = await (await browser.newContext({ baseURL })).newPage();
      await pasteUntilPriced(page);
      const shown = await getQuote(page);
      await page.getByText('Live', { exact: true }).waitFor();
      // What tsx writes around the functions that are sent into the page.
      await page.evaluate('globalThis.__name = (each) => each');
      const code = shown.replace(/-(.{4})-/, '-$1');
      crowd.push(...(await watch(baseURL, code)));
      const all: { p50: number; p99: number; crowdP99: number }[] = [];
      // The first round warms up.
      for (let round = 0; round <= rounds; round += 1) {
        const { page: own, crowd: others } = await change(page, { database, code, crowd, round });
        if (round > 0)
          all.push({ p50: at(own, 0.5), p99: at(own, 0.99), crowdP99: at(others, 0.99) });
      }
      return toMeasures(all);
    } finally {
      for (const socket of crowd) socket.terminate();
      await browser.close();
      await database.end();
    }
  },
};

/** Others who have the code and look on, each with a socket of their own. */
async function watch(baseURL: string, code: string): Promise<WebSocket[]> {
  const url = `${baseURL.replace(/^http/, 'ws')}${REALTIME_PATH}`;
  const sockets: WebSocket[] = [];
  while (sockets.length < WATCHING) {
    const batch = Array.from({ length: AT_ONCE }, (_, index) =>
      join(url, code, {
        origin: baseURL,
        // Of as many addresses: one has a limit.
        headers: { 'X-Forwarded-For': `198.18.${sockets.length / AT_ONCE}.${index + 1}` },
      }),
    );
    sockets.push(...(await Promise.all(batch)));
  }
  return sockets;
}

function join(
  url: string,
  code: string,
  options: { origin: string; headers: Record<string, string> },
): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, options);
    socket.once('error', reject);
    socket.once('open', () => {
      socket.send(JSON.stringify({ cmd: 'luce.join', id: 1, data: [{ room: quoteRoom(code) }] }));
    });
    socket.once('message', () => resolve(socket));
  });
}

type Watched = { database: pg.Client; code: string; crowd: readonly WebSocket[]; round: number };

/** Times in ms from each commit on: until the page shows it, and until each of the crowd has heard of it. */
async function change(
  page: Page,
  { database, code, crowd, round }: Watched,
): Promise<{ page: number[]; crowd: number[] }> {
  const own: number[] = [];
  const others: number[] = [];
  let committedMs = 0;
  const hear = () => void others.push(performance.timeOrigin + performance.now() - committedMs);
  for (const socket of crowd) socket.on('message', hear);
  for (let count = 1; count <= CHANGES; count += 1) {
    const volume = 1_000 + round * CHANGES + count;
    const text = `${volume.toLocaleString('en-US')}.00 m³`;
    const shown = page.evaluate(waitForText, { text, waitMs: WAIT_MS });
    await database.query({ name: 'change', text: CHANGE, values: [code, volume] });
    committedMs = performance.timeOrigin + performance.now();
    own.push((await shown) - committedMs);
    await new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 50));
  }
  for (const socket of crowd) socket.off('message', hear);
  return { page: own, crowd: others };
}

/** Runs in the page. @returns The time of day at which it showed the text. */
function waitForText({ text, waitMs }: { text: string; waitMs: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    const look = () => {
      if (!document.body.textContent.includes(text)) return;
      observer.disconnect();
      resolve(performance.timeOrigin + performance.now());
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
    setTimeout(() => reject(new Error(`The page never showed ${text}`)), waitMs);
    look();
  });
}

function at(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

function toMeasures(all: readonly { p50: number; p99: number; crowdP99: number }[]): Measure[] {
  const taken = (what: string, values: readonly number[], atMost: number): Measure => ({
    what,
    unit: 'ms',
    value: median(values),
    spread: spreadOf(values),
    bar: { atMost },
  });
  return [
    taken(
      'commit to page, p50',
      all.map(({ p50 }) => p50),
      MOST_P50_MS,
    ),
    taken(
      'commit to page, p99',
      all.map(({ p99 }) => p99),
      MOST_P99_MS,
    ),
    taken(
      'commit to each of 500 sockets, p99',
      all.map(({ crowdP99 }) => crowdP99),
      MOST_P99_MS,
    ),
  ];
}
