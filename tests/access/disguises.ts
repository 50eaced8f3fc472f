import type { Asked } from './ask.ts';

export type Disguise = {
  readonly name: string;
  readonly target: (path: string) => string;
  readonly headers?: (path: string) => NonNullable<Asked['headers']>;
};

const same = (path: string) => path;
const payload = (path: string) => `${path}?_rsc`;
const withHeaders =
  (headers: Readonly<Record<string, string>>) => (): Readonly<Record<string, string>> =>
    headers;

/** Every way to a page that does not look like one: what the browser's router, an old or a broken proxy might send. */
export const DISGUISES: readonly Disguise[] = [
  { name: 'as it is', target: same },
  { name: 'as payload', target: payload, headers: withHeaders({ RSC: '1' }) },
  {
    name: 'as payload with a made-up hash',
    target: (path) => `${path}?_rsc=1abcd`,
    headers: withHeaders({ RSC: '1' }),
  },
  {
    name: 'as prefetch',
    target: payload,
    headers: withHeaders({ RSC: '1', 'Next-Router-Prefetch': '1' }),
  },
  {
    name: 'as runtime prefetch',
    target: payload,
    headers: withHeaders({ RSC: '1', 'Next-Router-Prefetch': '2' }),
  },
  {
    name: 'as prefetch of HTML',
    target: same,
    headers: withHeaders({ 'Next-Router-Prefetch': '1' }),
  },
  ...['/_tree', '/_full', '/_index', '/_head'].map((segment) => ({
    name: `as the segment ${segment}`,
    target: payload,
    headers: withHeaders({
      RSC: '1',
      'Next-Router-Prefetch': '1',
      'Next-Router-Segment-Prefetch': segment,
    }),
  })),
  {
    name: 'as the segment of the page',
    target: payload,
    headers: (path) => ({
      RSC: '1',
      'Next-Router-Prefetch': '1',
      'Next-Router-Segment-Prefetch': `${path}/__PAGE__`,
    }),
  },
  {
    name: 'as the page alone, its layouts being there',
    target: payload,
    headers: (path) => ({ RSC: '1', 'Next-Router-State-Tree': toTree(path, 'refetch') }),
  },
  {
    name: 'as all inside the root',
    target: payload,
    headers: (path) => ({
      RSC: '1',
      'Next-Router-State-Tree': toTree(path, 'inside-shared-layout'),
    }),
  },
  { name: 'with .rsc', target: (path) => `${path}.rsc` },
  {
    name: 'with .rsc as payload',
    target: (path) => `${path}.rsc`,
    headers: withHeaders({ RSC: '1' }),
  },
  { name: 'with .prefetch.rsc', target: (path) => `${path}.prefetch.rsc` },
  { name: 'with .segments/_tree', target: (path) => `${path}.segments/_tree.segment.rsc` },
  { name: 'with .segments/_full', target: (path) => `${path}.segments/_full.segment.rsc` },
  {
    name: 'with .segments of the page',
    target: (path) => `${path}.segments${path}/__PAGE__.segment.rsc`,
  },
  { name: 'with .json', target: (path) => `${path}.json` },
  { name: 'with .html', target: (path) => `${path}.html` },
  { name: 'as data', target: (path) => `/_next/data/build${path}.json` },
  { name: 'as data by header', target: same, headers: withHeaders({ 'x-nextjs-data': '1' }) },
  ...['proxy', 'src/proxy', 'middleware', 'src/middleware', 'pages/_middleware'].map((name) => ({
    name: `past the ${name}`,
    target: same,
    headers: withHeaders({ 'x-middleware-subrequest': Array(5).fill(name).join(':') }),
  })),
  ...['x-invoke-path', 'x-matched-path', 'x-middleware-rewrite', 'x-rewrite-url'].map((header) => ({
    name: `named in ${header}`,
    target: () => '/privacy',
    headers: (path: string) => ({ [header]: path, 'x-invoke-status': '200' }),
  })),
  {
    name: 'as an action’s answer',
    target: same,
    headers: withHeaders({ 'Next-Action': '0'.repeat(42), Accept: 'text/x-component' }),
  },
  { name: 'with two slashes', target: (path) => `/${path}` },
  { name: 'with a slash behind', target: (path) => `${path}/` },
  { name: 'with a dot', target: (path) => `/.${path}` },
  { name: 'with a way back', target: (path) => `/privacy/..${path}` },
  { name: 'with an encoded way back', target: (path) => `/privacy/%2e%2e${path}` },
  { name: 'with encoded slashes', target: (path) => `/${path.slice(1).replaceAll('/', '%2f')}` },
  { name: 'with an encoded slash before', target: (path) => `/%2f${path.slice(1)}` },
  { name: 'with an encoded letter', target: (path) => `/%${hex(path)}${path.slice(2)}` },
  { name: 'with backslashes', target: (path) => `/${path.slice(1).replaceAll('/', '\\')}` },
  { name: 'in capitals', target: (path) => path.toUpperCase() },
  { name: 'with a semicolon', target: (path) => `${path};x=1` },
  { name: 'with an encoded question mark', target: (path) => `${path}%3f` },
  { name: 'with a NUL', target: (path) => `${path}%00` },
  { name: 'by its folders', target: (path) => `/(site)${path}` },
];

function hex(path: string): string {
  return path.charCodeAt(1).toString(16);
}

/** The state tree that the browser's router would send from that page. */
function toTree(path: string, marker: string): string {
  const segments = path.split('/').filter(Boolean);
  const dynamic = segments.map((segment, at) => {
    if (segments[at - 1] === 'q') return ['code', segment, 'd', null];
    return segments[at - 1] === 'programs' ? ['programId', segment, 'd', null] : segment;
  });
  const group = segments[0] === 'admin' ? [] : ['(site)'];
  const leaf: unknown[] = ['__PAGE__', {}, null, marker];
  const tree = [...group, ...dynamic].reduceRight<unknown[]>(
    (inner, segment) => [segment, { children: inner }, null, null],
    leaf,
  );
  return encodeURIComponent(JSON.stringify(['', { children: tree }, null, null]));
}
