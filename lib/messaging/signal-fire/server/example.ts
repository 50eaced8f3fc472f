import { createServer } from 'node:http';
import {
  createMemoryBackend,
  createMemoryHub,
  openRegistry,
} from '#lib/messaging/registry/index.ts';
import { createApp, createJoinTokens, createTurnCredentials } from './index.ts';

const keys = [{ id: '1', secret: process.env.JOIN_KEY ?? 'only for an example, 32 bytes long' }];
const tokens = createJoinTokens({ keys, audience: 'desk' });
const turn = createTurnCredentials({ secret: 'coturn’s', urls: ['turn:turn.example:3478'] });

const registry = await openRegistry({ backend: createMemoryBackend(createMemoryHub()) });
export const app = createApp(
  registry,
  ({ client }) => ({ iceServers: [{ urls: 'stun:turn.example:3478' }, turn(client)] }),
  {
    joinTokens: tokens,
    mayCall: ({ caller, target }) => caller.account !== 'blocked' && target.startsWith('trader-'),
    app: { origins: ['https://trade.example'] },
  },
);
export const server = createServer().on('upgrade', app.onUpgrade());

/** What the page that the person has open asks for, just before it connects. */
export function admit(account: string): string {
  return tokens.issue({ client: `pilot-${account}`, account, subject: 'AT-7K3M-9QX2' });
}

export const close = () => app.close().then(() => registry.close());
