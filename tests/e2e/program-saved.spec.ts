import type { Page, Route } from '@playwright/test';
import { capture } from '#tests/support/capture.ts';
import { hold, SCRIPTS } from '#tests/support/hold.ts';
import { expect, expectAccessible, passSignIn, TRADER, test } from '#tests/support/story.ts';

const PROGRAM = 'Ore, ice, gas and salvage';

test('after a save, a link and Back show what was saved, in the form and in the list', async ({
  story,
}) => {
  const trader = await story.signIn(TRADER);
  await openProgram(trader);
  const rate = trader.getByRole('textbox', { name: 'Rate' });
  const before = await rate.inputValue();

  await save(trader, () => rate.fill('91.5'));
  await trader.getByRole('link', { name: 'Inbox' }).first().click();
  await trader.waitForURL(/\/admin\/inbox/);
  await trader.goBack();
  await expect(rate).toHaveValue('91.5');
  await save(trader, () => rate.fill(before));
  await expect(trader.getByText('Not saved')).toHaveCount(0);

  await save(trader, () => rate.fill('91.25'));
  await trader.goBack();
  await trader.waitForURL('/admin/programs');
  await expect(trader.getByText('91.25 % of Jita buy')).toBeVisible();
  await trader.goForward();
  await expect(rate).toHaveValue('91.25');
  await save(trader, () => rate.fill(before));
});

test('a save whose answer was lost is saved when it is pressed again', async ({ story }) => {
  const trader = await story.signIn(TRADER);
  await openProgram(trader);
  const instructions = trader.getByRole('textbox', { name: 'Instructions' });
  const before = await instructions.inputValue();
  await instructions.fill('Said once.');

  await trader.route('**/admin/programs/*', loseAnswer);
  await trader.getByRole('button', { name: 'Save program' }).click();
  await expect(trader.getByText('The site did not answer', { exact: false })).toBeVisible();
  await trader.unroute('**/admin/programs/*');
  await save(trader, async () => {});

  await test.step('… also when something more was typed before', async () => {
    await trader.route('**/admin/programs/*', loseAnswer);
    await instructions.fill('Said twice.');
    await trader.getByRole('button', { name: 'Save program' }).click();
    await expect(trader.getByText('The site did not answer', { exact: false })).toBeVisible();
    await trader.unroute('**/admin/programs/*');
    await save(trader, () => instructions.fill('Said three times.'));
    await trader.reload();
    await expect(instructions).toHaveValue('Said three times.');
  });
  await save(trader, () => instructions.fill(before));
});

test('what was typed upon terms that somebody saved meanwhile is kept until it is chosen', async ({
  story,
}) => {
  const trader = await story.signIn(TRADER);
  await openProgram(trader);
  const other = await trader.context().newPage();
  await other.goto(trader.url());
  const [mine, theirs] = [trader, other].map((page) => ({
    hours: page.getByRole('textbox', { name: 'A quote holds' }),
    instructions: page.getByRole('textbox', { name: 'Instructions' }),
  })) as [Fields, Fields];
  const before = await mine.instructions.inputValue();
  const hours = await mine.hours.inputValue();
  const overtaken = trader.getByRole('alert').filter({ hasText: 'Saved meanwhile' });

  await test.step('told at the save, and again after a reload', async () => {
    await mine.instructions.fill('Words of ten minutes.');
    await save(other, () => theirs.hours.fill('71'));
    await trader.getByRole('button', { name: 'Save program' }).click();
    await expect(overtaken).toContainText(`${TRADER} saved this program meanwhile`);
    await expectAccessible(trader);
    await capture(trader, 'program-overtaken');
    await trader.reload();
    await expect(overtaken).toBeVisible();
    await expect(mine.instructions).toHaveValue('Words of ten minutes.');
  });
  await test.step('nothing is covered by that, though a phone shows its own keyboard, too', async () => {
    await trader.setViewportSize({ width: 390, height: 500 });
    await expectUncovered(trader);
    await trader.setViewportSize({ width: 1280, height: 720 });
  });
  await test.step('kept: only what was typed goes over what is saved', async () => {
    await overtaken.getByRole('button', { name: 'Keep what I typed' }).click();
    await expect(overtaken).toHaveCount(0);
    await expect(mine.hours).toHaveValue('71');
    await save(trader, async () => {});
  });
  await test.step('left and come back to, and what is saved is taken', async () => {
    await mine.instructions.fill('Words of one minute.');
    await trader.getByRole('link', { name: 'Inbox' }).first().click();
    await trader.waitForURL(/\/admin\/inbox/);
    await other.reload();
    await save(other, () => theirs.hours.fill(hours));
    await openProgram(trader);
    await expect(mine.instructions).toHaveValue('Words of one minute.');
    await overtaken.getByRole('button', { name: 'Take what is saved' }).click();
    await expect(mine.instructions).toHaveValue('Words of ten minutes.');
    await expect(mine.hours).toHaveValue(hours);
    await trader.reload();
    await expect(mine.instructions).toHaveValue('Words of ten minutes.');
  });
  await save(trader, () => mine.instructions.fill(before));
});

test('a save after the session is over leads to the sign-in, and loses nothing', async ({
  story,
}) => {
  const trader = await story.signIn(TRADER);
  await openProgram(trader);
  const name = trader.getByRole('textbox', { name: 'Name' });
  await name.fill(`${PROGRAM} typed`);
  await trader.context().clearCookies();
  await trader.getByRole('button', { name: 'Save program' }).click();
  const told = trader.getByRole('alert').filter({ hasText: 'Your session is over' });
  await expect(told).toBeVisible();
  await capture(trader, 'program-session-over');

  // As on a phone, where there is no rail with the way to it.
  await told.getByRole('link', { name: 'Sign in again' }).click();
  await passSignIn(trader, TRADER);
  await trader.waitForURL(/\/admin\/programs\/./);
  await expect(name).toHaveValue(`${PROGRAM} typed`);
  await trader.getByRole('button', { name: 'Undo changes' }).click();
});

test('nothing can be typed into a program’s form that would be lost when its scripts come', async ({
  story,
}) => {
  const trader = await story.signIn(TRADER);
  await openProgram(trader);
  const release = await hold(trader, SCRIPTS);
  await trader.reload({ waitUntil: 'commit' });
  const name = trader.getByRole('textbox', { name: 'Name' });
  await expect(name).toBeDisabled();
  await capture(trader, 'program-without-scripts');
  await release();
  await expect(name).toBeEnabled();
});

test('on a phone no bar covers the field that the keyboard moves to', async ({ story }) => {
  const trader = await story.signIn(TRADER);
  await trader.setViewportSize({ width: 390, height: 844 });
  await openProgram(trader);
  await expectUncovered(trader);
});

test('a page of before the site was renewed says so, and keeps what was typed', async ({
  story,
}) => {
  const trader = await story.signIn(TRADER);
  await openProgram(trader);
  const instructions = trader.getByRole('textbox', { name: 'Instructions' });
  await instructions.fill('Typed before.');
  await trader.route('**', renameAction);
  await trader.getByRole('button', { name: 'Save program' }).click();
  await expect(trader.getByText('The site was renewed', { exact: false })).toBeVisible();
  await trader.reload();
  await expect(instructions).toHaveValue('Typed before.');
  await trader.getByRole('button', { name: 'Undo changes' }).click();

  await trader.goto('/account');
  await trader.getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(trader.getByText('The site was renewed', { exact: false })).toBeVisible();
  await capture(trader, 'account-renewed');
});

/** The site does what it is asked for, and nobody hears of it. */
async function loseAnswer(route: Route): Promise<void> {
  if (route.request().method() !== 'POST') return route.fallback();
  await route.fetch();
  await route.abort();
}

/** As an action is called that only the build before had. */
async function renameAction(route: Route): Promise<void> {
  const headers = route.request().headers();
  if (!headers['next-action']) return route.fallback();
  await route.continue({ headers: { ...headers, 'next-action': '40'.padEnd(42, 'ab') } });
}

/** The middle of what has the focus is what is seen there, whatever of the form has it. */
async function expectUncovered(page: Page): Promise<void> {
  const { seen, covered } = await page.locator('form').last().evaluate(focusOneByOne);
  expect(covered).toEqual([]);
  expect(seen).toEqual(expect.arrayContaining(['Name', 'Instructions', 'Save program']));
}

/** In the page, there and back, as with Tab and Shift-Tab. */
function focusOneByOne(form: Element): { seen: string[]; covered: string[] } {
  const [seen, covered]: [string[], string[]] = [[], []];
  const all = [
    ...form.querySelectorAll<HTMLElement>('input, select, textarea, button, a, summary'),
  ];
  for (const each of [...all, ...all.toReversed()]) {
    each.focus();
    if (document.activeElement !== each) continue;
    const { x, y, width, height } = each.getBoundingClientRect();
    const top = document.elementFromPoint(x + width / 2, y + height / 2);
    const label =
      each instanceof HTMLInputElement || each instanceof HTMLTextAreaElement
        ? each.labels?.[0]
        : each;
    const isSeen =
      top !== null && (each.contains(top) || top.contains(each) || label?.contains(top));
    (isSeen ? seen : covered).push(label?.textContent?.trim() ?? each.id);
  }
  return { seen, covered };
}

type Fields = Record<'hours' | 'instructions', ReturnType<Page['getByRole']>>;

/** From the list, as a person does. */
async function openProgram(page: Page): Promise<void> {
  await page.goto('/admin/programs');
  await page.getByRole('link', { name: PROGRAM }).first().click();
  await page.waitForURL(/\/admin\/programs\/./);
  await expect(page.getByRole('textbox', { name: 'Name' })).toBeEnabled();
}

async function save(page: Page, change: () => Promise<void>): Promise<void> {
  await change();
  await page.getByRole('button', { name: 'Save program' }).click();
  await expect(page.getByRole('status').filter({ hasText: /^Saved$/ })).toBeVisible();
}
