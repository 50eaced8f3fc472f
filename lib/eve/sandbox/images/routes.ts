import type { SandboxContext } from '../context.ts';
import { etagOf, namesTag } from '../esi/snapshots.ts';
import { type Call, json, type Reply, type Route } from '../http/call.ts';
import { findCorporation, findPilot } from '../presets.ts';
import { drawLogo, drawMonogram, drawPortrait, monogramOf } from './draw.ts';
import { typeHue } from './type-hue.ts';

const SIZES: ReadonlySet<string> = new Set(['32', '64', '128', '256', '512', '1024']);
const NEUTRAL_HUE = 250;

type Draw = (id: number) => string | null;

/** EVE's image server under `/images`, drawn. */
export function createImageRoutes({ staticData }: Pick<SandboxContext, 'staticData'>): Route[] {
  const drawType: Draw = (id) => {
    const type = staticData.type(id);
    return type ? drawMonogram(monogramOf(type.name), typeHue(type)) : null;
  };
  const drawCharacter: Draw = (id) => {
    const pilot = findPilot(id);
    return drawPortrait(monogramOf(pilot?.name ?? '?'), pilot?.hue ?? NEUTRAL_HUE);
  };
  const drawCorporation: Draw = (id) => {
    const corporation = findCorporation(id);
    return drawLogo((corporation?.ticker ?? '?').slice(0, 3), corporation?.hue ?? NEUTRAL_HUE);
  };
  const pictures: readonly [string, Draw][] = [
    ['/types/{id}/icon', drawType],
    ['/types/{id}/render', drawType],
    ['/types/{id}/bp', drawType],
    ['/types/{id}/bpc', drawType],
    ['/types/{id}/relic', drawType],
    ['/characters/{id}/portrait', drawCharacter],
    ['/corporations/{id}/logo', drawCorporation],
    ['/alliances/{id}/logo', () => drawLogo('?', NEUTRAL_HUE)],
  ];
  return pictures.map(([path, draw]) => ({
    method: 'GET',
    path: `/images${path}`,
    handle: (call) => sendPicture(call, draw),
  }));
}

function sendPicture({ params, url, headers }: Call, draw: Draw): Reply {
  const size = url.searchParams.get('size');
  if (size !== null && !SIZES.has(size)) {
    return json(400, { error: 'size must be a power of two from 32 to 1024' });
  }
  const picture = /^\d{1,15}$/.test(params.id ?? '') ? draw(Number(params.id)) : null;
  if (picture === null) return json(404, { error: 'There is no such picture' });
  const etag = etagOf(picture);
  const cache = {
    'Access-Control-Allow-Origin': '*',
    'Cache-Control': 'public, max-age=86400',
    // The site may demand that everything it embeds says so.
    'Cross-Origin-Resource-Policy': 'cross-origin',
    ETag: etag,
  };
  if (namesTag(headers['if-none-match'], etag)) return { status: 304, headers: cache };
  return {
    status: 200,
    headers: { ...cache, 'Content-Type': 'image/svg+xml', 'X-Content-Type-Options': 'nosniff' },
    body: picture,
  };
}
