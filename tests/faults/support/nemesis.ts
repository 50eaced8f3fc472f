import { inject } from 'vitest';

/** What may befall a server. `quit` cuts every connection where it is; `empty` loses its data. */
type Act = 'kill' | 'quit' | 'empty' | 'start' | 'freeze' | 'wake';

/** Do it to a server of this run, and wait until it is done. */
export async function strike(
  service: 'postgres' | 'redis',
  ...acts: readonly Act[]
): Promise<void> {
  for (const act of acts) {
    const response = await fetch(`${inject('nemesisUrl')}/${service}/${act}`, { method: 'POST' });
    if (!response.ok) throw new Error(`${service} ${act}: ${await response.text()}`);
  }
}
