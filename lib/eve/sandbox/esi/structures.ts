/**
 * Player structures: who may dock, and their markets.
 *
 * @module
 */
import { findPilot, findStructure, type SandboxStructure } from '../presets.ts';
import { readPage } from './read-page.ts';
import { type EsiAnswer, type EsiAsk, ok, PAGE_SIZE, refuse } from './route.ts';

export function getStructure(ask: EsiAsk): EsiAnswer {
  const structure = findStructure(Number(ask.params.structure_id));
  if (!structure) return refuse(404, 'Structure not found!');
  if (!mayDock(ask, structure)) return refuse(403, 'Forbidden');
  return ok({
    name: structure.name,
    owner_id: structure.ownerId,
    position: { x: 0, y: 0, z: 0 },
    solar_system_id: structure.systemId,
    type_id: structure.typeId,
  });
}

export function listStructureOrders(ask: EsiAsk): EsiAnswer {
  const structure = findStructure(Number(ask.params.structure_id));
  if (!structure) return refuse(404, 'Structure not found!');
  if (!mayDock(ask, structure) || !structure.hasMarket) {
    return refuse(403, 'Market access denied');
  }
  const page = readPage(ask.query);
  if (page === null) return refuse(400, 'page must be a number from 1 on');
  const { markets } = ask.parts;
  const { structureId } = structure;
  const pages = markets.countPages(structureId, PAGE_SIZE);
  if (page > pages) return refuse(404, 'Requested page does not exist!');
  const orders = markets.ordersOfPage(structureId, page, PAGE_SIZE, ask.lastModified);
  // A structure's orders do not name its system.
  return ok(
    orders.map(({ system_id: _, ...order }) => order),
    pages,
  );
}

function mayDock({ caller }: EsiAsk, { openTo }: SandboxStructure): boolean {
  const corporationId = caller && findPilot(caller.characterId)?.corporationId;
  return openTo === null || (corporationId != null && openTo.includes(corporationId));
}
