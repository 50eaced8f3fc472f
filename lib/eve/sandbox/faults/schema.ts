/**
 * What can be made to go wrong, as people and tests ask for it.
 *
 * @module
 */
import * as z from 'zod';

export const faultKinds = [
  '420',
  '429',
  '500',
  '502',
  '503',
  '504',
  '520',
  'slow',
  'cut',
  'html',
  'downtime',
] as const;
export type FaultKind = (typeof faultKinds)[number];

export const faultTargets = ['esi', 'sso', 'images'] as const;
export type FaultTarget = (typeof faultTargets)[number];

export const faultSchema = z.strictObject({
  target: z.enum(faultTargets),
  /** A route as CCP's specification writes it (`/characters/{character_id}/contracts`); null: all. */
  route: z.string().nullable(),
  kind: z.enum(faultKinds),
  /** How many of a hundred calls are hit. */
  percent: z.number().gt(0).max(100),
  /** How long a `slow` answer waits, in milliseconds. */
  delayMs: z.int().min(0).max(120_000),
});
export type Fault = z.output<typeof faultSchema>;

/** As it comes from outside: route, percent and delay may be left out. */
export const faultInputSchema = z.strictObject({
  target: faultSchema.shape.target,
  route: faultSchema.shape.route.default(null),
  kind: faultSchema.shape.kind,
  percent: faultSchema.shape.percent.default(100),
  delayMs: faultSchema.shape.delayMs.default(5_000),
});
