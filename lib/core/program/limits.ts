/**
 * What a program takes off, adds and bounds, beside the price of each item.
 *
 * @module
 */
import * as z from 'zod';
import { instantSchema } from '../instant.ts';
import { iskSchema } from '../isk-schema.ts';

/** A bonus on every price for some time. */
export const saleSchema = z.object({
  /** Of the price, in basis points: 200 makes 15.00 into 15.30. */
  bonusBp: z.int(),
  /** From this moment on; null: since it was set. */
  from: instantSchema.nullable(),
  /** Up to this moment, and not in it. */
  until: instantSchema,
});
export type Sale = z.output<typeof saleSchema>;

export const programLimitsSchema = z.object({
  /** Taken off for each m³, packaged; null: transport is free. */
  haulingPerM3Isk: iskSchema.nullable(),
  /** What is paid less for a m³ than `limitPerM3Isk`, before transport, is refused, or taxed. */
  density: z.object({ limitPerM3Isk: iskSchema, taxBp: z.int().nullable() }).nullable(),
  sale: saleSchema.nullable(),
  /** Most that quotes of one day, UTC, may come to together; null: no limit. */
  dailyCapIsk: iskSchema.nullable(),
  /** The same for each account, which a pilot has one of for all characters. */
  pilotDailyCapIsk: iskSchema.nullable(),
  /** Whether pilots may give a share of a quote away. */
  takesDonations: z.boolean(),
});
export type ProgramLimits = z.output<typeof programLimitsSchema>;

/** Of programs, and of quotes, from before there were any. */
export const NO_LIMITS: ProgramLimits = {
  haulingPerM3Isk: null,
  density: null,
  sale: null,
  dailyCapIsk: null,
  pilotDailyCapIsk: null,
  takesDonations: false,
};

/** Whether a sale is on at a moment. */
export function isOnSale({ from, until }: Sale, at: Date): boolean {
  return (from === null || from <= at) && at < until;
}
