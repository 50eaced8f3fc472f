import * as z from 'zod';
import type { SandboxContext } from '../context.ts';
import { rolesOf } from '../esi/read-caller.ts';
import { esiRoutes } from '../esi/routes.ts';
import { createContract } from '../game/create-contract.ts';
import { createContractSchema } from '../game/schema.ts';
import { json, type Route } from '../http/call.ts';
import { takeCommand } from '../http/json-command.ts';
import { findPilot, sandboxPilots } from '../presets.ts';
import { createInitialWorld } from '../store/initial-world.ts';
import { cacheWindowsSchema } from '../store/world.ts';
import { faultKinds, faultSchema, faultTargets } from './schema.ts';
import { viewMails, viewWindows } from './view-inbox.ts';

const windowsInputSchema = cacheWindowsSchema.partial();
const characterSchema = z.strictObject({ characterId: z.int() });
const rolesSchema = z.strictObject({
  characterId: z.int(),
  /** In ESI's words (`Accountant`); null: as the presets say. */
  roles: z.array(z.string().regex(/^\w+$/)).max(60).nullable(),
});

/** A script is a list of faults with counts. */
const MOST_FAULTS = 500;

/** A day's contracts come in parts of this size. */
const MOST_AT_ONCE = 1_000;

/** What the control page and tests set, under `/control/api`. */
export function createControlRoutes(parts: SandboxContext, forget: () => void): Route[] {
  const { store, staticData, clock } = parts;
  const { world } = store;
  const view = () => ({
    faults: world.faults,
    cacheWindows: world.cacheWindows,
    rotatesTokens: world.rotatesTokens,
    roles: Object.fromEntries(
      sandboxPilots.map(({ characterId }) => [characterId, rolesOf(world, characterId)]),
    ),
    mails: viewMails(world),
    windows: viewWindows(world, staticData),
    limits: parts.limits,
    calls: Object.fromEntries(parts.calls),
    kinds: faultKinds,
    targets: faultTargets,
    routes: [...new Set(esiRoutes.map(({ path }) => path))],
  });

  return [
    { method: 'GET', path: '/control/api', handle: () => json(200, view()) },
    {
      method: 'PUT',
      path: '/control/api/faults',
      handle: takeCommand(z.array(faultSchema).max(MOST_FAULTS), async (faults) => {
        world.faults = faults;
        await store.save();
        return json(200, view());
      }),
    },
    {
      method: 'PUT',
      path: '/control/api/cache-windows',
      handle: takeCommand(windowsInputSchema, async (windows) => {
        world.cacheWindows = cacheWindowsSchema.parse({ ...world.cacheWindows, ...windows });
        forget();
        await store.save();
        return json(200, view());
      }),
    },
    {
      method: 'PUT',
      path: '/control/api/limits',
      handle: takeCommand(z.strictObject({ areOn: z.boolean() }), ({ areOn }) => {
        parts.limits.areOn = areOn;
        return json(200, view());
      }),
    },
    {
      method: 'POST',
      path: '/control/api/contracts',
      handle: takeCommand(z.array(createContractSchema).max(MOST_AT_ONCE), async (inputs) => {
        const outcomes = inputs.map((input) => createContract(world, input, staticData, clock()));
        await store.save();
        return json(201, outcomes);
      }),
    },
    {
      method: 'POST',
      path: '/control/api/sell-character',
      handle: takeCommand(characterSchema, async ({ characterId }) => {
        if (!findPilot(characterId)) return json(404, { error: 'No such pilot.' });
        world.sales[String(characterId)] = (world.sales[String(characterId)] ?? 0) + 1;
        world.refreshTokens = world.refreshTokens.filter(
          (grant) => grant.characterId !== characterId,
        );
        await store.save();
        return json(200, { characterId });
      }),
    },
    {
      method: 'POST',
      path: '/control/api/revoke-tokens',
      handle: takeCommand(characterSchema, async ({ characterId }) => {
        if (!findPilot(characterId)) return json(404, { error: 'No such pilot.' });
        world.refreshTokens = world.refreshTokens.filter(
          (grant) => grant.characterId !== characterId,
        );
        await store.save();
        return json(200, { characterId });
      }),
    },
    {
      method: 'PUT',
      path: '/control/api/rotation',
      handle: takeCommand(z.strictObject({ rotatesTokens: z.boolean() }), async (wish) => {
        world.rotatesTokens = wish.rotatesTokens;
        await store.save();
        return json(200, view());
      }),
    },
    {
      method: 'PUT',
      path: '/control/api/roles',
      handle: takeCommand(rolesSchema, async ({ characterId, roles }) => {
        if (!findPilot(characterId)) return json(404, { error: 'No such pilot.' });
        const { [String(characterId)]: _, ...others } = world.roles;
        world.roles = roles === null ? others : { ...others, [String(characterId)]: roles };
        forget();
        await store.save();
        return json(200, view());
      }),
    },
    {
      method: 'POST',
      path: '/control/api/reset',
      handle: takeCommand(
        z.strictObject({ keepTokens: z.boolean().default(true) }),
        async (how) => {
          const { refreshTokens, sales } = world;
          await store.replace({
            ...createInitialWorld(staticData, clock()),
            // Owner hashes must not go back to what they were before a sale.
            sales,
            ...(how.keepTokens && { refreshTokens }),
          });
          forget();
          return json(200, view());
        },
      ),
    },
  ];
}
