import type { Page, Route } from '@playwright/test';

/**
 * Let some of a page's requests wait, as on a slow line.
 *
 * @returns Lets them go on, and holds none any more.
 */
export async function hold(
  page: Page,
  address: string,
  method: 'GET' | 'POST' = 'GET',
): Promise<() => Promise<void>> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const wait = async (route: Route) => {
    if (route.request().method() === method) await released;
    await route.fallback();
  };
  await page.route(address, wait);
  return async () => {
    release();
    await page.unroute(address, wait);
  };
}

/** The scripts of a page that is opened from now on. */
export const SCRIPTS = '**/_next/static/**/*.js';
