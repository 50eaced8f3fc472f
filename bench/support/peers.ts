/**
 * What figures are measured beside: peers from npm, and modules that this project takes over from.
 *
 * They have a folder with a lock file of its own, so that the product's tree stays clean. Modules that
 * are not on npm any more are looked for in `bench/peers/old/node_modules`, where whoever wants to
 * measure them puts them; without them their measures are left out.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadPeer } from '../peers/load-peer.ts';
import { ROOT } from './bench-site.ts';

const PEERS = join(ROOT, 'bench/peers');
const OLD = join(PEERS, 'old');

/** Install the peers where that was not done yet, or before one was added. */
export function installPeers(say: (text: string) => void): void {
  const installed = join(PEERS, 'node_modules/.package-lock.json');
  const wanted = join(PEERS, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs) return;
  say('installing the peers that figures are measured beside');
  const { status, stderr } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: PEERS,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The peers could not be installed: ${stderr}`);
}

/** A peer from npm, installed before. What it is, its caller says. */
export async function importPeer<Module>(name: string): Promise<Module> {
  return (await loadPeer(name)) as Module;
}

/** A module that this project takes over from, where it is at hand. */
export async function importOld<Module>(name: string): Promise<Module | undefined> {
  if (!hasOld(name)) return undefined;
  const path = createRequire(join(OLD, 'index.js')).resolve(name);
  return (await import(pathToFileURL(path).href)) as Module;
}

export function hasOld(name: string): boolean {
  return existsSync(join(OLD, 'node_modules', name, 'package.json'));
}
