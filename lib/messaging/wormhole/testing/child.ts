import { createProcessChannel } from '../process-channel.ts';
import { Wormhole } from '../wormhole.ts';
import { serveFarEnd } from './far-end.ts';

const serialization = process.argv[2] === 'advanced' ? 'advanced' : 'json';

serveFarEnd(new Wormhole(createProcessChannel(process, { serialization })))
  .define('die', () => {
    process.kill(process.pid, 'SIGKILL');
  })
  .define('leave', () => {
    // Without a word, and alive.
    setInterval(() => {}, 60_000);
    setImmediate(() => process.disconnect());
  });
