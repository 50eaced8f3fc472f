/**
 * The far end of a wormhole that is measured: answers what it is called with, counts events.
 * Started with the way and the serialization.
 *
 * @module
 */
import { createProcessChannel, Wormhole } from '#lib/messaging/wormhole/index.ts';
import { importOld, importPeer } from './peers.ts';
import type { Birpc, OldWormhole } from './wormhole-ways.ts';

const [way = '', serialization = ''] = process.argv.slice(2);
let expected = 0;
let heard = 0;
let tell = (): unknown => undefined;

function expectEvents(count: number): void {
  expected = count;
  heard = 0;
}

function hear(_payload: unknown): void {
  heard += 1;
  if (heard === expected) tell();
}

function echo(payload: unknown): unknown {
  return payload;
}

/** Processor time of this end, in milliseconds. */
function readCpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

if (way === 'ours') {
  const channel = createProcessChannel(process, {
    serialization: serialization === 'advanced' ? 'advanced' : 'json',
  });
  const wormhole = new Wormhole(channel).define('echo', echo).define('expect', expectEvents);
  wormhole.define('cpu', readCpu);
  wormhole.events.on('tick', hear);
  tell = () => wormhole.event('heard');
} else if (way === 'old') {
  const Old = (await importOld<OldWormhole>('wormhole'))?.default;
  if (Old === undefined) throw new Error('The old module is not at hand');
  const wormhole = new Old(process);
  wormhole.define('echo', echo);
  wormhole.define('expect', expectEvents);
  wormhole.define('cpu', readCpu);
  wormhole.events.on('tick', hear);
  tell = () => wormhole.event('heard');
} else if (way === 'birpc') {
  const { createBirpc } = await importPeer<Birpc>('birpc');
  const rpc = createBirpc(
    { echo, expect: expectEvents, tick: hear, cpu: readCpu },
    { post: (data) => process.send?.(data), on: (listener) => process.on('message', listener) },
  );
  tell = () => rpc.$callEvent('heard');
} else {
  const commands: Readonly<Record<string, (payload: never) => unknown>> = {
    echo,
    expect: expectEvents,
    cpu: readCpu,
  };
  process.on('message', ({ id, name, args }: { id?: number; name: string; args: never[] }) => {
    if (id === undefined) hear(args[0]);
    else process.send?.({ id, result: commands[name]?.(...(args as [never])) });
  });
  tell = () => process.send?.({ name: 'heard' });
}
process.on('disconnect', () => process.exit(0));
