import type { SandboxContext } from '../context.ts';
import { type Call, json, type Reply, type Route } from '../http/call.ts';
import { takeCommand } from '../http/json-command.ts';
import { findPilot } from '../presets.ts';
import type { World } from '../store/world.ts';
import {
  acceptContract,
  completeContract,
  deleteContract,
  expireContract,
  rejectContract,
} from './act-on-contract.ts';
import { bidOnAuction, endAuction } from './auctions.ts';
import { createContract } from './create-contract.ts';
import { balanceOf, setGoods } from './holdings.ts';
import { toIskText } from './isk-text.ts';
import { pay } from './pay.ts';
import { quoteSentences, readQuote } from './read-quote.ts';
import { type GameOutcome, type GameRefusal, gameRefusals } from './refusals.ts';
import {
  type ActOnContract,
  actOnContractSchema,
  bidSchema,
  createContractSchema,
  setHangarSchema,
  setWalletSchema,
  tradeSchema,
} from './schema.ts';
import { tradeOnMarket } from './trade-on-market.ts';
import { viewWorld } from './view-world.ts';

type Act = (world: World, contractId: number, by: ActOnContract, now: Date) => GameOutcome;

const MISSING: ReadonlySet<GameRefusal> = new Set(['no-contract']);
const SUGGESTED_TYPES = 12;

/** The game's commands under `/game/api`, for the page and for tests. */
export function createGameRoutes(parts: SandboxContext): Route[] {
  const { store, staticData, clock } = parts;

  const answer = async (outcome: GameOutcome, status = 200): Promise<Reply> => {
    if (!outcome.ok) {
      const { reason } = outcome;
      return json(MISSING.has(reason) ? 404 : 409, { reason, error: gameRefusals[reason] });
    }
    await store.save();
    return json(status, {
      contractId: outcome.contractId,
      shownWithinMs: store.world.cacheWindows.contractsMs,
    });
  };
  const act = (name: string, change: Act): Route => ({
    method: 'POST',
    path: `/game/api/contracts/{contract_id}/${name}`,
    handle: takeCommand(actOnContractSchema, (by, call) =>
      answer(change(store.world, Number(call.params.contract_id), by, clock())),
    ),
  });

  return [
    {
      method: 'GET',
      path: '/game/api/state',
      handle: ({ url }) => {
        const pilot = url.searchParams.get('pilot');
        return json(200, viewWorld(parts, pilot === null ? null : Number(pilot)));
      },
    },
    {
      method: 'POST',
      path: '/game/api/contracts',
      handle: takeCommand(createContractSchema, (input) =>
        answer(createContract(store.world, input, staticData, clock()), 201),
      ),
    },
    act('accept', acceptContract),
    act('reject', rejectContract),
    act('delete', deleteContract),
    act('complete', completeContract),
    {
      method: 'POST',
      path: '/game/api/contracts/{contract_id}/expire',
      handle: ({ params }) =>
        answer(expireContract(store.world, Number(params.contract_id), clock())),
    },
    {
      method: 'POST',
      path: '/game/api/contracts/{contract_id}/bid',
      handle: takeCommand(bidSchema, ({ characterId, amountIsk: cents }, { params }) =>
        answer(
          bidOnAuction(store.world, Number(params.contract_id), { characterId, cents }, clock()),
        ),
      ),
    },
    {
      method: 'POST',
      path: '/game/api/contracts/{contract_id}/end-auction',
      handle: ({ params }) => answer(endAuction(store.world, Number(params.contract_id), clock())),
    },
    {
      method: 'POST',
      path: '/game/api/market',
      handle: takeCommand(tradeSchema, async (trade) => {
        const outcome = tradeOnMarket(parts, trade, clock());
        if (!outcome.ok) {
          return json(409, { reason: outcome.reason, error: gameRefusals[outcome.reason] });
        }
        await store.save();
        return json(201, { quantity: outcome.quantity, totalIsk: toIskText(outcome.cents) });
      }),
    },
    {
      method: 'GET',
      path: '/game/api/quotes/{code}',
      handle: async ({ params, signal }) => {
        const reading = await readQuote(parts.appUrl, params.code ?? '', signal);
        if (reading.ok) return json(200, reading.contract);
        return json(reading.reason === 'no-quote' ? 404 : 502, {
          reason: reading.reason,
          error: quoteSentences[reading.reason],
        });
      },
    },
    { method: 'GET', path: '/game/api/types', handle: (call) => listTypes(parts, call) },
    {
      method: 'PUT',
      path: '/game/api/hangar',
      handle: takeCommand(setHangarSchema, async ({ characterId, locationId, ...goods }) => {
        if (!findPilot(characterId)) return unknownPilot();
        setGoods(store.world, characterId, locationId, goods);
        await store.save();
        return json(200, goods);
      }),
    },
    {
      method: 'PUT',
      path: '/game/api/wallet',
      handle: takeCommand(setWalletSchema, async ({ characterId, balanceIsk }) => {
        if (!findPilot(characterId)) return unknownPilot();
        const { world } = store;
        const moreCents = balanceIsk - balanceOf(world, characterId);
        const gift = { kind: 'game-master', fromId: 0, toId: characterId } as const;
        pay(world, { ...gift, cents: moreCents }, clock());
        await store.save();
        return json(200, { walletIsk: toIskText(balanceIsk) });
      }),
    },
  ];
}

/** The types that a name may mean, best first: for the page's item boxes. */
function listTypes({ staticData }: SandboxContext, { url }: Call): Reply {
  const name = url.searchParams.get('name') ?? '';
  const match = staticData.resolveName(name);
  if (match.kind === 'type') return json(200, [{ typeId: match.typeId, name: match.name }]);
  if (match.kind === 'ambiguous') return json(200, match.candidates);
  return json(200, name.length < 2 ? [] : staticData.suggestNames(name, SUGGESTED_TYPES));
}

function unknownPilot(): Reply {
  return json(404, { reason: 'unknown-pilot', error: gameRefusals['unknown-pilot'] });
}
