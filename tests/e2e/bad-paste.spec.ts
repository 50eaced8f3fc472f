import type { Page } from '@playwright/test';
import { capture } from '#tests/support/capture.ts';
import { expect, test } from '#tests/support/story.ts';
import { paste } from '#tests/support/trade.ts';

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1440, height: 900 };

test('a paste of any size leaves the page quick, keeps the text, and says what is wrong', async ({
  story,
}) => {
  const visitor = await story.visitor();
  await visitor.goto('/');
  await watchTasks(visitor);
  const pastes = [
    ['5 MB', 'Veldspar 1\n'.repeat(480_000), /too|at most|more than/i],
    ['10,001 lines', 'Veldspar 1\n'.repeat(10_001), /lines/i],
    ['9,000 unread lines', lines(9_000, (i) => `Nonsense${i}\t1`), /8,900 more lines are not read/],
  ] as const;
  for (const [name, text, sentence] of pastes) {
    await test.step(name, async () => {
      await fill(visitor, text);
      await expect(visitor.getByText(sentence).first()).toBeVisible();
      const field = visitor.getByRole('textbox', { name: 'Pasted items' });
      expect(await field.evaluate((box) => (box as HTMLTextAreaElement).value.length)).toBe(
        text.length,
      );
      await field.press('End');
      await field.pressSequentially('x');
      expect(await field.evaluate((box) => (box as HTMLTextAreaElement).value.length)).toBe(
        text.length + 1,
      );
      // Told, not asserted: it is the machine's as much as ours.
      test.info().annotations.push({ type: name, description: `${await longestTask(visitor)} ms` });
    });
  }
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

/** As a paste does: in one go. */
async function fill(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Pasted items' }).evaluate((field, value) => {
    const set = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value');
    set?.set?.call(field, value);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }, text);
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
