import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { build } from 'esbuild';
import { startSignalSite } from './signal-site.ts';

const KITS = new URL('../../lib/messaging/signal-fire/', import.meta.url);

async function bundle(kit: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`${kit}/example.ts`, KITS))],
    bundle: true,
    format: 'iife',
    globalName: 'example',
    target: 'es2022',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}

test('the example of peer does what it says', async ({ page }) => {
  await using site = await startSignalSite();
  await page.goto(site.url);
  await page.addScriptTag({ content: await bundle('peer') });
  const said = await page.evaluate(
    () => new Promise((resolve) => void Reflect.get(window, 'example').talk(resolve)),
  );
  expect(said).toBe('o7');
});

test('the example of client does what it says', async ({ page, context }) => {
  await using site = await startSignalSite();
  const other = await context.newPage();
  for (const each of [page, other]) {
    await each.goto(site.url);
    await each.addScriptTag({ content: await bundle('client') });
    await each.evaluate(() => {
      window.log = [];
    });
  }
  const target = await page.evaluate(async () => {
    const { id } = await Reflect.get(window, 'example').answer('/', (text: string) => {
      window.log.push(text);
    });
    return id;
  });
  await other.evaluate(async (id) => {
    await Reflect.get(window, 'example').call('/', id, (text: string) => window.log.push(text));
  }, target);
  await expect.poll(() => page.evaluate(() => window.log)).toEqual(['o7']);
});

for (const kit of ['peer', 'client']) {
  test(`the README of ${kit} shows the example as it runs`, async () => {
    const read = (name: string) => readFile(new URL(`${kit}/${name}`, KITS), 'utf8');
    expect(await read('README.md')).toContain((await read('example.ts')).trim());
  });
}
