import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openRaw, sendRaw } from './testing/raw-http.ts';
import { HEAD, HOST, TestFront } from './testing/test-front.ts';

const MEBIBYTE = 1_048_576;
const EXTENDED_CHUNK = `Transfer-Encoding: chunked\r\n\r\n1;${'a'.repeat(20_000)}\r\na\r\n0\r\n\r\n`;
const GUARDING = [
  'content-security-policy',
  'x-content-type-options',
  'referrer-policy',
  'permissions-policy',
  'cross-origin-opener-policy',
  'x-frame-options',
];

const site = new TestFront();
beforeEach(() => site.start());
afterEach(() => site.stop());

describe('what no client of ours sends', () => {
  test.each([
    [
      'a length and chunks at once',
      `POST / HTTP/1.1\r\n${HEAD}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
    ],
    [
      'two lengths',
      `POST / HTTP/1.1\r\n${HEAD}Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef`,
      400,
    ],
    [
      'a length that is no number',
      `POST / HTTP/1.1\r\n${HEAD}Content-Length: +5\r\n\r\nabcde`,
      400,
    ],
    [
      'chunks under another coding',
      `POST / HTTP/1.1\r\n${HEAD}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
      400,
    ],
    [
      'chunks that are not last',
      `POST / HTTP/1.1\r\n${HEAD}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`,
      400,
    ],
    [
      'a coding that is nearly chunked',
      `POST / HTTP/1.1\r\n${HEAD}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`,
      400,
    ],
    ['a blank before the colon', `GET / HTTP/1.1\r\nHost : ${HOST}\r\n\r\n`, 400],
    ['two hosts', `GET / HTTP/1.1\r\n${HEAD}Host: evil.test\r\n\r\n`, 400],
    ['no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['an absolute target', `GET http://169.254.169.254/latest HTTP/1.1\r\n${HEAD}\r\n`, 400],
    ['a target of stars', `OPTIONS * HTTP/1.1\r\n${HEAD}\r\n`, 400],
    ['a NUL in the path', `GET /q/%00 HTTP/1.1\r\n${HEAD}\r\n`, 400],
    ['a line end in the path', `GET /q/%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\n${HEAD}\r\n`, 400],
    ['a segment that leads up', `GET /x/../_global-error HTTP/1.1\r\n${HEAD}\r\n`, 400],
    ['one in disguise', `GET /x/%2e%2E/_global-error HTTP/1.1\r\n${HEAD}\r\n`, 400],
    ['one at the end', `POST /API/.. HTTP/1.1\r\n${HEAD}Content-Length: 0\r\n\r\n`, 400],
    ['one between backslashes', `GET /api\\..\\ HTTP/1.1\r\n${HEAD}\r\n`, 400],
    ['one between disguised ones', `GET /api%5c..%5C HTTP/1.1\r\n${HEAD}\r\n`, 400],
    ['a segment that stays', `GET /./_global-error HTTP/1.1\r\n${HEAD}\r\n`, 400],
    ['one before a fragment', `GET /api/..#x HTTP/1.1\r\n${HEAD}\r\n`, 400],
    ['a fragment', `GET /#x HTTP/1.1\r\n${HEAD}\r\n`, 400],
    ['the page for faults', `GET //_global-error HTTP/1.1\r\n${HEAD}\r\n`, 404],
    ['an expectation', `GET / HTTP/1.1\r\n${HEAD}Expect: banana\r\n\r\n`, 417],
    [
      'a body with what is only looked at',
      `GET / HTTP/1.1\r\n${HEAD}Content-Length: 5\r\n\r\nabcde`,
      413,
    ],
    ['extensions of chunks', `POST / HTTP/1.1\r\n${HEAD}${EXTENDED_CHUNK}`, 413],
    ['a state of nothing', `GET / HTTP/1.1\r\n${HEAD}${stateOf('garbage')}`, 400],
    ['a state of another shape', `GET / HTTP/1.1\r\n${HEAD}${stateOf('{}')}`, 400],
    ['a state 300 deep', `GET / HTTP/1.1\r\n${HEAD}${stateOf(nested(300))}`, 400],
    ['a state 40 wide', `GET / HTTP/1.1\r\n${HEAD}${stateOf(wide(40))}`, 400],
    ['TRACE', `TRACE / HTTP/1.1\r\n${HEAD}\r\n`, 405],
    ['CONNECT', `CONNECT evil.test:443 HTTP/1.1\r\n${HEAD}\r\n`, 405],
    ['OPTIONS', `OPTIONS / HTTP/1.1\r\n${HEAD}\r\n`, 405],
    ['a method of WebDAV', `PROPFIND / HTTP/1.1\r\n${HEAD}\r\n`, 405],
    ['DELETE', `DELETE / HTTP/1.1\r\n${HEAD}\r\n`, 405],
    ['a method that nobody knows', `STEAL / HTTP/1.1\r\n${HEAD}\r\n`, 400],
    [
      'an upgrade with an absolute target',
      `GET http://169.254.169.254/ HTTP/1.1\r\nHost: ${HOST}\r\nConnection: close, Upgrade\r\nUpgrade: websocket\r\n\r\n`,
      400,
    ],
    [
      'a packed body',
      `POST / HTTP/1.1\r\n${HEAD}Content-Encoding: gzip\r\nContent-Length: 1\r\n\r\n\x1f`,
      415,
    ],
    [
      'a form in parts for a route',
      `POST /api/nothing HTTP/1.1\r\n${HEAD}Content-Type: Multipart/form-data\r\nContent-Length: 1\r\n\r\n-`,
      415,
    ],
    ['an address of 10 kB', `GET /${'a'.repeat(10_000)} HTTP/1.1\r\n${HEAD}\r\n`, 414],
    ['a header of 16 kB', `GET / HTTP/1.1\r\n${HEAD}X-A: ${'a'.repeat(16_384)}\r\n\r\n`, 431],
    ['101 headers', `GET / HTTP/1.1\r\n${HEAD}${'a: b\r\n'.repeat(98)}\r\n`, 431],
    ['2,000 headers', `GET / HTTP/1.1\r\n${HEAD}${'a: b\r\n'.repeat(1_997)}\r\n`, 431],
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
  ])('%s is refused, under the guarding headers', async (_what, text, status) => {
    const answer = await sendRaw(site.port, text);
    expect(answer.status).toBe(status);
    expect(site.read).toEqual([]);
    for (const name of GUARDING) expect.soft(answer.text).toMatch(new RegExp(`^${name}: `, 'im'));
    expect(answer.text).toMatch(/^cache-control: no-store\r$/im);
  });

  test.each([
    ['the page’s own state', `${HEAD}${stateOf(nested(12))}`],
    [
      'a wish for another protocol',
      `Host: ${HOST}\r\nConnection: close, Upgrade\r\nUpgrade: h2c\r\n\r\n`,
    ],
    ['a dot that begins a name', `${HEAD}\r\n`, '/.well-known/x'],
    ['dots within a name', `${HEAD}\r\n`, '/a..b/...'],
  ])('%s is none of that', async (_what, head, target = '/') => {
    expect((await sendRaw(site.port, `GET ${target} HTTP/1.1\r\n${head}`)).status).toBe(200);
    expect(site.asked).toHaveLength(1);
  });

  test('Next hears of no preview, and of no action where none can be', async () => {
    const cookie = 'Cookie: a=1; __prerender_bypass=x; __next_preview_data=y; b=2\r\n';
    for (const target of ['/', '/api/nothing']) {
      const head = `${HEAD}${cookie}Next-Action: 00\r\nContent-Length: 0\r\n\r\n`;
      await sendRaw(site.port, `POST ${target} HTTP/1.1\r\n${head}`);
    }
    expect(site.asked.map(({ headers }) => headers.cookie)).toEqual(['a=1; b=2', 'a=1; b=2']);
    expect(site.asked.map(({ headers }) => headers['next-action'])).toEqual(['00', undefined]);
  });

  test('100 headers are as many as may be', async () => {
    const text = `GET / HTTP/1.1\r\n${HEAD}${'a: b\r\n'.repeat(97)}\r\n`;
    expect((await sendRaw(site.port, text)).status).toBe(200);
  });

  test('requests in one go are answered one after the other, each by its own measure', async () => {
    const text = `GET /a HTTP/1.1\r\nHost: ${HOST}\r\n\r\nPOST /b HTTP/1.1\r\nHost: ${HOST}\r\nOrigin: http://evil.test\r\nContent-Length: 3\r\n\r\nGETGET /c HTTP/1.1\r\n${HEAD}\r\n`;
    const answer = await sendRaw(site.port, text);
    expect(answer.text.match(/HTTP\/1\.1 \d+/g)).toEqual([
      'HTTP/1.1 200',
      'HTTP/1.1 403',
      'HTTP/1.1 200',
    ]);
  });

  test('a refusal carries the guarding headers, and none of what was asked', async () => {
    const { text } = await sendRaw(
      site.port,
      `DELETE /<script>alert(1)</script> HTTP/1.1\r\n${HEAD}Accept: text/html\r\n\r\n`,
    );
    expect(text).toMatch(/content-security-policy: .*nonce-/i);
    expect(text).toMatch(/x-content-type-options: nosniff/i);
    expect(text).toMatch(/cache-control: no-store/i);
    expect(text).toContain('This site is asked with GET and POST only.');
    expect(text).not.toContain('alert(1)');
  });
});

describe('a body', () => {
  test.each([
    ['of 1 MiB passes', MEBIBYTE, 200],
    ['of 1 MiB and a byte does not', MEBIBYTE + 1, 413],
    ['of 5 MiB does not', 5 * MEBIBYTE, 413],
  ])('%s, its length said or not', async (_what, bytes, status) => {
    const body = 'a'.repeat(bytes);
    const said = await sendRaw(
      site.port,
      `POST / HTTP/1.1\r\n${HEAD}Content-Length: ${bytes}\r\n\r\n`,
      body,
    );
    const chunked = await sendRaw(
      site.port,
      `POST / HTTP/1.1\r\n${HEAD}Transfer-Encoding: chunked\r\n\r\n`,
      ...pieces(body, 65_536),
      '0\r\n\r\n',
    );
    expect([said.status, chunked.status]).toEqual([status, status]);
    expect(site.read).toEqual(status === 200 ? [bytes, bytes] : []);
  });

  test('without an end is answered, kept nowhere, and cut off', async () => {
    const socket = openRaw(site.port);
    let answer = '';
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString('latin1');
    });
    socket.write(`POST / HTTP/1.1\r\n${HEAD}Transfer-Encoding: chunked\r\n\r\n`);
    const piece = `10000\r\n${'a'.repeat(65_536)}\r\n`;
    const before = process.memoryUsage().arrayBuffers;
    const timer = setInterval(() => socket.write(piece.repeat(4)), 5);
    await new Promise((resolve) => socket.once('close', resolve));
    clearInterval(timer);

    expect(answer).toMatch(/^HTTP\/1\.1 413/);
    expect(site.read).toEqual([]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * MEBIBYTE);
  });
});

/** The tree of what the browser shows, and the end of the head. */
function stateOf(json: string): string {
  return `RSC: 1\r\nNext-Router-State-Tree: ${encodeURIComponent(json)}\r\n\r\n`;
}

function nested(levels: number): string {
  return `${'["",{"children":'.repeat(levels)}["",{}]${'}]'.repeat(levels)}`;
}

function wide(children: number): string {
  return `["",{${Array.from({ length: children }, (_, i) => `"${i}":["",{}]`).join(',')}}]`;
}

function* pieces(text: string, size: number): Generator<string> {
  for (let at = 0; at < text.length; at += size) {
    const piece = text.slice(at, at + size);
    yield `${piece.length.toString(16)}\r\n${piece}\r\n`;
  }
}
