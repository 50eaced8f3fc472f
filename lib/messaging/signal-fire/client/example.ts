import { connect, type Session, type SignalClient } from './index.ts';

/** Answers whoever rings, and says what is heard. */
export async function answer(url: string, say: (text: string) => void): Promise<SignalClient> {
  const client = await connect(url); // { token: … } where the server asks for one
  client.on('session', (session) => void pickUp(session, say));
  return client;
}

async function pickUp(session: Session, say: (text: string) => void): Promise<void> {
  const peer = await session.accept(); // or session.reject('at lunch')
  peer.on('channel', (channel) => channel.on('message', (data) => say(String(data))));
}

/** Rings, and says hello. */
export async function call(url: string, target: string, say: (text: string) => void) {
  const client = await connect(url);
  const session = await client.createSession(target, { note: 'about AT-7K3M-9QX2' });
  session.on('rejected', (reason) => say(`rejected: ${reason}`));
  session.on('canceled', (reason) => say(`canceled: ${reason}`));
  session.on('timed-out', () => say('nobody answers'));
  session.on('accepted', (peer) => void peer.openChannel('chat').send('o7'));
  return { client, session }; // session.cancel()   session.end('fly safe')   client.close()
}
