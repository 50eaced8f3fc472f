import { onlineManager } from '@tanstack/react-query';
import { afterEach, expect, test } from 'vitest';
import { createAppraiser } from './appraiser.ts';

afterEach(() => onlineManager.setOnline(true));

// No site is reached from here: an address without a host has none.
test('a paste that is changed offline is said not to be appraised, with no figures of the one before', async () => {
  onlineManager.setOnline(false);
  const appraiser = createAppraiser();
  const leave = appraiser.subscribe(() => {});
  appraiser.ask({ text: 'Veldspar 200000' });

  await expect
    .poll(() => appraiser.snapshot())
    .toMatchObject({ isError: true, isPaused: false, data: undefined });
  expect(appraiser.snapshot().error?.message).toContain('The site is not reached.');
  leave();
});
