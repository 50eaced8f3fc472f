import { mkdir } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';

const FOLDER = '.data/test/pictures';
const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

/**
 * Keep two pictures of what a person sees now, wide and phone: `<name>-wide.png`, `<name>-phone.png`.
 * They are for looking at; nothing compares them.
 *
 * @param part Of a long page, what the pictures are of.
 */
export async function capture(page: Page, name: string, part?: Locator): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  for (const [size, viewport] of [
    ['phone', PHONE],
    ['wide', WIDE],
  ] as const) {
    await page.setViewportSize(viewport);
    await (part ?? page).screenshot({
      path: `${FOLDER}/${name}-${size}.png`,
      animations: 'disabled',
    });
  }
}
