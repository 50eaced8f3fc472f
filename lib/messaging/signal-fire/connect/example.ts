import { type ConnectOptions, createConnect } from './index.ts';

/** Ring somebody, and offer them what a hand-made RTCPeerConnection says. */
export async function offerTo(
  target: string,
  sdp: string,
  {
    url,
    show,
    ...options
  }: ConnectOptions & { readonly url: string; readonly show: (state: string) => void },
) {
  const connect = createConnect({
    reconnectInterval: 500, // doubled by each failure, half of it chance
    urlTransform: (address, attempt) => `${address}?attempt=${attempt}`,
    ...options, // in a page: { token: () => fetch('/api/desk/token').then((answer) => answer.text()) }
  });
  connect.on('connectionstatechange', show);
  await connect.connect(url);
  const accepted = new Promise<string>((resolve) => {
    connect.on('session-accept', ({ session }) => resolve(session));
  });
  await connect.request('session-start', { target, note: 'AT-7K3M-9QX2' });
  await connect.sendOffer(await accepted, { type: 'offer', sdp });
  return connect; // connect.on('answer', …)   connect.sendICECandidate(session, candidate)
}
