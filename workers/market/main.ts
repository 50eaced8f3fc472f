import { enqueueDueHubs, refreshHubJob } from '#lib/features/prices/jobs.ts';
import { refreshHub } from '#lib/features/prices/refresh-hub.ts';
import { openQueue, startWorker } from '#lib/server/jobs.ts';
import { startLoop } from '#lib/server/loop.ts';
import { runProcess } from '#lib/server/process.ts';

const SWEEP_MS = 5_000;

await runProcess('market', async (container) => {
  const { log } = container;
  const queue = openQueue(container, refreshHubJob);
  return [
    queue,
    startWorker(container, refreshHubJob, async (payload, signal) => {
      const outcome = await refreshHub(container, payload, signal);
      log.info({ ...payload, ...outcome }, 'prices were read');
    }),
    startLoop({ name: 'sweep', pauseMs: SWEEP_MS, log }, () => enqueueDueHubs(container, queue)),
  ];
});
