import { type Browser, expect, type Page, test } from '@playwright/test';
import { connectEnds, createShared, openEnd, startSignalSite } from './signal-site.ts';

// Nothing can be seen here, and recording takes longer than the tests.
test.use({
  trace: 'off',
  screenshot: 'off',
  launchOptions: async ({ launchOptions }, use) => {
    const fake = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
    await use({ ...launchOptions, args: [...(launchOptions.args ?? []), ...fake] });
  },
});

const heard = (page: Page) =>
  page.evaluate(() => window.log.filter((each) => each.startsWith('heard')));
const say = (page: Page, text: string) =>
  page.evaluate((given) => window.channel.send(given), text);
const stateOf = (page: Page) => page.evaluate(() => window.session.peer?.raw.connectionState);

async function openPair(browser: Browser, url: string): Promise<[Page, Page]> {
  const [caller, callee] = await Promise.all([openEnd(browser, url), openEnd(browser, url)]);
  await connectEnds(caller, callee);
  return [caller, callee];
}

test('two browsers that know nothing of each other talk both ways', async ({ browser }) => {
  await using site = await startSignalSite();
  const [caller, callee] = await openPair(browser, site.url);
  await expect.poll(() => heard(callee)).toEqual(['heard o7']);
  await say(callee, 'fly safe');
  await expect.poll(() => heard(caller)).toEqual(['heard fly safe']);
  const stats = await caller.evaluate(() => window.session.peer?.stats());
  expect(stats).toMatchObject({ path: 'direct' });
  expect(stats?.bytesSent).toBeGreaterThan(0);

  await caller.evaluate(() => window.session.end('done'));
  await expect.poll(() => callee.evaluate(() => window.session.status)).toBe('ended');
  expect(await stateOf(callee)).toBe('closed');
});

test('both offer in the same instant, again and again, and both get what they wanted', async ({
  browser,
}) => {
  await using site = await startSignalSite();
  const [caller, callee] = await openPair(browser, site.url);
  for (let round = 0; round < 10; round += 1) {
    await Promise.all(
      [caller, callee].map((page) =>
        page.evaluate((at) => {
          const { peer } = window.session;
          // A track needs another description, on both sides at once.
          const context = new AudioContext();
          const [track] = context.createMediaStreamDestination().stream.getAudioTracks();
          if (!peer || !track) throw new Error('Nothing to send');
          window.log.push(`offers ${at}`);
          peer.addTrack(track);
        }, round),
      ),
    );
  }
  for (const page of [caller, callee]) {
    await expect
      .poll(() =>
        page.evaluate(() => {
          const { raw } = window.session.peer ?? {};
          const receiving = raw?.getTransceivers().filter(({ currentDirection }) => {
            return currentDirection === 'sendrecv' || currentDirection === 'recvonly';
          });
          return [raw?.signalingState, receiving?.length];
        }),
      )
      .toEqual(['stable', 10]);
    expect(
      await page.evaluate(() => window.log.filter((each) => each.startsWith('error'))),
    ).toEqual([]);
  }
  await say(caller, 'still here');
  await expect.poll(() => heard(callee)).toContain('heard still here');
});

test('voice is added later, and heard', async ({ browser }) => {
  await using site = await startSignalSite();
  const [caller, callee] = await openPair(browser, site.url);
  await callee.evaluate(() => {
    window.session.peer?.on('track', ({ track }) => {
      const context = new AudioContext();
      const analyser = context.createAnalyser();
      context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
      // Chromium sends no remote sound through a context unless an element has it, too.
      const audio = new Audio();
      audio.muted = true;
      audio.srcObject = new MediaStream([track]);
      void audio.play();
      const samples = new Float32Array(analyser.fftSize);
      const look = () => {
        analyser.getFloatTimeDomainData(samples);
        if (samples.some((sample) => Math.abs(sample) > 0.01)) window.log.push('heard sound');
        else setTimeout(look, 50);
      };
      look();
    });
  });
  await caller.evaluate(async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const [track] = stream.getAudioTracks();
    if (track) window.session.peer?.addTrack(track, stream);
  });
  await expect.poll(() => heard(callee)).toContain('heard sound');
});

test('the server is killed in the middle of a talk: the talk goes on, and so does signaling', async ({
  browser,
}) => {
  const shared = createShared();
  const first = await startSignalSite(shared);
  const [caller, callee] = await openPair(browser, first.url);
  const id = await caller.evaluate(() => window.signaling.id);
  await first[Symbol.asyncDispose]();
  await expect
    .poll(() => caller.evaluate(() => window.signaling.connect.connectionState))
    .toBe('reconnecting');
  await say(caller, 'without a server');
  await expect.poll(() => heard(callee)).toContain('heard without a server');

  await using _second = await startSignalSite(shared, { port: Number(new URL(first.url).port) });
  for (const page of [caller, callee]) {
    await expect
      .poll(() => page.evaluate(() => window.signaling.connect.connectionState))
      .toBe('connected');
    expect(await page.evaluate(() => window.session.status)).toBe('accepted');
  }
  expect(await caller.evaluate(() => window.signaling.id)).toBe(id);
  // Another channel of another description goes the whole way again.
  await callee.evaluate(() => window.session.relay('through the server'));
  await caller.evaluate(() => window.session.peer?.raw.restartIce());
  await expect
    .poll(() => caller.evaluate(() => window.session.peer?.raw.signalingState))
    .toBe('stable');
  await say(caller, 'after all');
  await expect.poll(() => heard(callee)).toContain('heard after all');
});

test('ICE is restarted with other credentials, and the channel lives through it', async ({
  browser,
}) => {
  await using site = await startSignalSite();
  const [caller, callee] = await openPair(browser, site.url);
  const fragment = () =>
    caller.evaluate(() => {
      const sdp = window.session.peer?.raw.localDescription?.sdp ?? '';
      return /a=ice-ufrag:(\S+)/.exec(sdp)?.[1];
    });
  const before = await fragment();
  await caller.evaluate(() => window.session.peer?.raw.restartIce());
  await expect.poll(fragment).not.toBe(before);
  await expect.poll(() => stateOf(callee)).toBe('connected');
  await say(callee, 'again');
  await expect.poll(() => heard(caller)).toContain('heard again');
});

test('a sender of much waits for its channel', async ({ browser }) => {
  await using site = await startSignalSite();
  const [caller, callee] = await openPair(browser, site.url);
  await callee.evaluate(() => {
    let bytes = 0;
    window.channel.on('message', (data) => {
      if (typeof data === 'string') return;
      bytes += data.byteLength;
      if (bytes === 16 * 1_048_576) window.log.push('heard all');
    });
  });
  const most = await caller.evaluate(async () => {
    let queued = 0;
    for (let at = 0; at < 256; at += 1) {
      await window.channel.send(new ArrayBuffer(65_536));
      queued = Math.max(queued, window.channel.raw.bufferedAmount);
    }
    return queued;
  });
  expect(most).toBeLessThan(2 * 1_048_576);
  await expect.poll(() => heard(callee)).toContain('heard all');
});

test('who rejects, cancels or does not answer ends the call for both, with the reason', async ({
  browser,
}) => {
  await using site = await startSignalSite(createShared(), { ringsMs: 300 });
  const [caller, callee] = await Promise.all([
    openEnd(browser, site.url),
    openEnd(browser, site.url, { answers: false }),
  ]);
  const target = await callee.evaluate(() => window.signaling.id);
  const ring = () =>
    caller.evaluate(async (id) => {
      const { log } = window;
      window.session = await window.signaling.createSession(id, { note: 'about AT-7K3M-9QX2' });
      window.session.on('rejected', (reason) => log.push(`heard rejected ${reason}`));
      window.session.on('timed-out', () => log.push('heard timed out'));
    }, target);
  const rings = () => callee.evaluate(() => window.session?.status === 'ringing');

  await ring();
  await expect.poll(rings).toBe(true);
  expect(await callee.evaluate(() => window.session.note)).toBe('about AT-7K3M-9QX2');
  await callee.evaluate(() => window.session.reject('at lunch'));
  await expect.poll(() => heard(caller)).toEqual(['heard rejected at lunch']);

  await ring();
  await caller.evaluate(() => window.session.cancel('found it'));
  await expect.poll(() => heard(callee)).toEqual(['heard canceled found it']);

  await ring();
  await expect.poll(() => heard(caller)).toContain('heard timed out');
  await expect.poll(() => callee.evaluate(() => window.session.status)).toBe('timed-out');
});
