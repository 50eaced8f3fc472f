import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { findPort } from './ports.ts';

const portSchema = z.int().min(1).max(65_535);
const portsSchema = z.object({ postgres: portSchema, redis: portSchema });

/** The services' ports of the last start where they are still free, so that tools find them again. */
export async function rememberPorts(path: string): Promise<z.output<typeof portsSchema>> {
  const last = readPorts(path);
  const postgres = await findPort(last?.postgres);
  let redis = await findPort(last?.redis);
  while (redis === postgres) redis = await findPort(undefined);
  writeFileSync(path, `${JSON.stringify({ postgres, redis })}\n`);
  return { postgres, redis };
}

function readPorts(path: string): z.output<typeof portsSchema> | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return portsSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}
