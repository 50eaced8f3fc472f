import { createPeer, type Peer } from './index.ts';

/** Two ends in one page. Between two pages the four lines in the middle go over signaling. */
export async function talk(say: (text: string) => void): Promise<Peer> {
  const aiko = createPeer({ isPolite: false });
  const bela = createPeer({ isPolite: true });
  aiko.on('description', (description) => void bela.receiveDescription(description));
  aiko.on('candidate', (candidate) => void bela.receiveCandidate(candidate));
  bela.on('description', (description) => void aiko.receiveDescription(description));
  bela.on('candidate', (candidate) => void aiko.receiveCandidate(candidate));

  bela.on('channel', (channel) => channel.on('message', (data) => say(String(data))));
  await aiko.openChannel('chat').send('o7'); // waits for it to open, and for room
  return aiko; // aiko.addTrack(track, stream)   await aiko.stats()   aiko.close()
}
