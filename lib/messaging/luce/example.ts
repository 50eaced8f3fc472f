import { createServer } from 'node:http';
import { createLuceClient, type LuceClientOptions } from './browser.ts';
import { Application, LuceUpgradeError, serveProcedures } from './index.ts';
import { feed, procedures, readSession, type State } from './testing/example-parts.ts';

export const app = new Application<State>({ origins: ['https://trade.example'] });
app.useUpgrade('pre', async (ctx, next) => {
  ctx.state.user = await readSession(ctx.req);
  if (!ctx.state.user) throw new LuceUpgradeError(401, 'Sign in first');
  return next();
});
app.useRooms({
  mayJoin: (room, ctx) => room === `inbox:${ctx.state.user}`,
  position: () => feed.newestId(), // where the durable stream is now, '0-0' when it is empty
  replay: (room, last) => feed.since(room, last), // null: not known any more
});
app.useMessage(serveProcedures(procedures)); // a table of procedure-caller
export const server = createServer().on('upgrade', app.onUpgrade());
// await app.broadcast('inbox:Aiko', data, { id });   await app.close();

export function watchInbox(options: LuceClientOptions, show: (line: string) => void) {
  const client = createLuceClient(options); // in a page: { url: '/realtime' }
  client.on('state', (state) => show(state)); // 'live' | 'reconnecting' | 'closed'
  client.subscribe('inbox:Aiko', {
    onMessage: (data) => show(String(data)),
    onJoined: ({ resumed }) => show(resumed ? 'nothing missed' : 'read anew'),
  });
  client.connect();
  return client; // await client.request('accept', { code: 'AT-7K3M-9QX2' })
}
