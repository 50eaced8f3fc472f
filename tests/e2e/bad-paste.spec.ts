import type { Page } from '@playwright/test';
import { capture } from '#tests/support/capture.ts';
import { expect, test } from '#tests/support/story.ts';
import { paste } from '#tests/support/trade.ts';

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1440, height: 900 };

/** The browser's own way takes a quarter of a minute for 5 MB. */
const LONGEST_TASK_MS = 4_000;

test('a paste that is too much is refused at once, and the box stays as it was', async ({
  story,
}) => {
  const visitor = await story.visitor();
  await paste(visitor, 'Veldspar 7');
  await watchTasks(visitor);
  const field = visitor.getByRole('textbox', { name: 'Pasted items' });
  const notPasted = visitor.getByRole('alert').filter({ hasText: 'Not pasted' });
  const pastes = [
    ['480,000 lines', 'Veldspar 1\n'.repeat(480_000), 'more than 1 MiB'],
    ['5 MB of one line', 'Veldspar 1 '.repeat(480_000), 'more than 1 MiB'],
    ['5 MB of tabs', 'a\tb\t'.repeat(1_250_000), 'more than 1 MiB'],
    ['10,000 lines more', '\r\nVeldspar 1'.repeat(10_000), 'more than 10,000 lines'],
  ] as const;
  for (const [name, text, sentence] of pastes) {
    await test.step(name, async () => {
      await pasteFromClipboard(visitor, text);
      await expect(notPasted).toContainText(sentence);
      await expect(field).toHaveValue('Veldspar 7');
      const longestMs = await longestTask(visitor);
      test.info().annotations.push({ type: name, description: `${longestMs} ms` });
      expect(longestMs).toBeLessThan(LONGEST_TASK_MS);

      await field.press('5');
      await expect(notPasted).toHaveCount(0);
      await field.press('Backspace');
    });
  }

  await pasteFromClipboard(visitor, 'x'.repeat(1_048_577));
  await expect(notPasted).toBeVisible();
  await capture(visitor, 'not-pasted');
});

test('a large paste goes in at the caret, and typing goes on there', async ({ story }) => {
  const visitor = await story.visitor();
  await paste(visitor, 'Veldspar 7\nScordite 5');
  await watchTasks(visitor);
  const field = visitor.getByRole('textbox', { name: 'Pasted items' });
  await field.press('Control+Home');
  await field.press('ArrowDown');
  const unread = lines(9_000, (i) => `Nonsense${i}\t1`);

  await pasteFromClipboard(visitor, `${unread}\r\n`);
  await expect(visitor.getByText('8,900 more lines are not read')).toBeVisible();
  await field.press('x');

  expect(await field.inputValue()).toBe(`Veldspar 7\n${unread}\nxScordite 5`);
  const longestMs = await longestTask(visitor);
  test.info().annotations.push({ type: '9,000 lines', description: `${longestMs} ms` });
  expect(longestMs).toBeLessThan(LONGEST_TASK_MS);
});

test('a list that grows too long under the hand is kept, and not appraised', async ({ story }) => {
  const visitor = await story.visitor();
  await visitor.goto('/');
  await pasteFromClipboard(visitor, 'Veldspar 1\n'.repeat(10_000));
  const field = visitor.getByRole('textbox', { name: 'Pasted items' });
  await expect(visitor.getByRole('table', { name: /^Appraisal of your items/ })).toBeVisible();

  await field.pressSequentially('Scordite 1');
  await expect(visitor.getByRole('alert').filter({ hasText: 'Not appraised' })).toContainText(
    'more than 10,000 lines. Paste it in parts. What you pasted is still here.',
  );
  expect(await field.inputValue()).toMatch(/Veldspar 1\nScordite 1$/);
});

test('a dropped file is pasted below what stands there, and one that is too large is not', async ({
  story,
}) => {
  const visitor = await story.visitor();
  await paste(visitor, 'Veldspar 7');
  const field = visitor.getByRole('textbox', { name: 'Pasted items' });

  await dropFile(visitor, 'Scordite\t5\r\n');
  await expect(field).toHaveValue('Veldspar 7\nScordite\t5\n');
  await dropFile(visitor, 'Veldspar 1\n'.repeat(480_000));
  await expect(visitor.getByRole('alert').filter({ hasText: 'Not pasted' })).toBeVisible();
  await expect(field).toHaveValue('Veldspar 7\nScordite\t5\n');
});

test('what is written beyond its row, or backwards, stays in its row', async ({ story }) => {
  const visitor = await story.visitor();
  await visitor.goto('/');
  const zalgo = `Z${'\u0300\u0301\u0302\u0303'.repeat(60)}algo`;
  const turned = 'Veld\u202espar \u2067rapS';
  await paste(visitor, [`${zalgo}\t3`, `${turned}\t4`, `${'Long'.repeat(75)}\t5`].join('\n'));
  await expect(visitor.getByText('Line 3 not read')).toBeVisible();

  for (const [name, size] of [
    ['desk', DESK],
    ['phone', PHONE],
  ] as const) {
    await visitor.setViewportSize(size);
    expect(await widthBeyondView(visitor), name).toBeLessThanOrEqual(0);
    await capture(visitor, `odd-names-${name}`);
  }
  await expect(visitor.getByText('Line 2 not read')).toBeVisible();
});

test('what was pasted stays when the site cannot be reached, and goes through afterwards', async ({
  story,
}) => {
  const visitor = await story.visitor();
  await paste(visitor, 'Veldspar 2500');
  const button = visitor.getByRole('button', { name: 'Get quote' }).first();
  await expect(button).toBeEnabled();
  const field = visitor.getByRole('textbox', { name: 'Pasted items' });

  await visitor.context().setOffline(true);
  await button.click();
  await expect(visitor.getByText('The site did not answer', { exact: false })).toBeVisible();
  await expect(field).toHaveValue('Veldspar 2500');
  await capture(visitor, 'site-unreached');

  await field.fill('Veldspar 4000');
  await expect(visitor.getByText('The site is not reached', { exact: false })).toBeVisible();
  await expect(visitor.getByText('2,500', { exact: true })).toHaveCount(0);
  await expect(field).toHaveValue('Veldspar 4000');

  await visitor.context().setOffline(false);
  await button.click();
  await expect(visitor).toHaveURL(/\/q\/AT-/);
});

test('a code with one wrong letter is called mistyped on its page', async ({ story }) => {
  const visitor = await story.visitor();
  const sentence = 'One letter or digit of this code is wrong';
  await visitor.goto('/q/AT-0000-0001');
  await expect(visitor.getByText(sentence, { exact: false })).toBeVisible();
  await visitor.goto('/q/AT-0000-0000');
  await expect(visitor.getByText('no quote here has it', { exact: false })).toBeVisible();
});

function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join('\n');
}

/** As a person does it: the browser's own paste. */
async function pasteFromClipboard(page: Page, text: string): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate((value) => navigator.clipboard.writeText(value), text);
  await page.getByRole('textbox', { name: 'Pasted items' }).press('Control+v');
}

async function dropFile(page: Page, text: string): Promise<void> {
  const dataTransfer = await page.evaluateHandle((value) => {
    const data = new DataTransfer();
    data.items.add(new File([value], 'hangar.txt', { type: 'text/plain' }));
    return data;
  }, text);
  await page.getByRole('textbox', { name: 'Pasted items' }).dispatchEvent('drop', { dataTransfer });
}

async function watchTasks(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen: number[] = [];
    Object.assign(window, { seenTasks: seen });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.push(duration);
    }).observe({ type: 'longtask' });
  });
}

async function longestTask(page: Page): Promise<number> {
  return page.evaluate(() => {
    const seen: number[] = Reflect.get(window, 'seenTasks');
    return Math.round(Math.max(0, ...seen.splice(0)));
  });
}

async function widthBeyondView(page: Page): Promise<number> {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}
