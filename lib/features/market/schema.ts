/**
 * An item of the market: what the site knows of it, and what ESI tells the browser.
 *
 * @module
 */
import * as z from 'zod';
import { iskFromNumber } from '#lib/core/isk.ts';
import type { ItemKind } from '#lib/core/item-kind.ts';
import type { FeeRefusal } from '#lib/core/pricing/fees/apply-fees.ts';
import type { HubPrice } from '#lib/core/pricing/hub-price.ts';
import type { OrderBook } from '#lib/core/pricing/order-book.ts';
import type { RefusalReason } from '#lib/core/pricing/price-items.ts';

/** What one program says to the item. */
export type ItemOffer = {
  readonly programId: string;
  readonly programName: string;
  readonly rateBp: number;
  /** "Jita buy" */
  readonly basis: string;
  /** Hundredths of ISK for one; null when it is not bought. */
  readonly unitPriceIsk: bigint | null;
  readonly refusal: RefusalReason | FeeRefusal['reason'] | null;
};

/** A market to choose. */
export type HubChoice = { readonly hubId: number; readonly name: string };

/** What a hub whose book is read says of the item. */
export type HubRow = HubChoice & {
  readonly price: HubPrice;
  readonly isStale: boolean;
};

/** The market that the figures are of. */
export type ItemMarket = {
  readonly hubId: number;
  readonly hubName: string;
  readonly regionId: number;
  readonly regionName: string;
  /** Null: its book is not read here. */
  readonly price: HubPrice | null;
  /** The levels that the price is made from; null where none were kept. */
  readonly book: OrderBook | null;
  readonly isStale: boolean;
  readonly nextAt: Date | null;
};

export type MarketItem = {
  readonly typeId: number;
  readonly name: string;
  readonly kind: ItemKind;
  readonly groupName: string;
  readonly categoryName: string;
  readonly volumeM3: number;
  readonly packagedVolumeM3: number;
  /** Units that are refined together. */
  readonly portionSize: number;
  /** False: no longer in the game. */
  readonly isPublished: boolean;
  /** False: not sold on the market, so there is no history of it. */
  readonly isMarketable: boolean;
  /** Null where the site reads no market. */
  readonly market: ItemMarket | null;
  /** The markets to choose from, the usual one first. */
  readonly hubs: readonly HubChoice[];
  /** Those whose book of it is read, in the same order. */
  readonly hubRows: readonly HubRow[];
  /** Of the programs that are open, oldest first. */
  readonly offers: readonly ItemOffer[];
};

const DAY_MS = 86_400_000;

const iskSchema = z.number().nonnegative().transform(iskFromNumber);

/** A day of `GET /markets/{region_id}/history`: days on which nobody traded are missing. */
const historyDaySchema = z
  .object({
    date: z.iso.date(),
    average: iskSchema,
    highest: iskSchema,
    lowest: iskSchema,
    volume: z.int().nonnegative(),
    order_count: z.int().nonnegative(),
  })
  .transform(({ date, average, highest, lowest, volume, order_count: orders }) => ({
    /** Days since 1 January 1970. */
    day: Math.round(Date.parse(date) / DAY_MS),
    averageIsk: average,
    highestIsk: highest,
    lowestIsk: lowest,
    volume,
    orders,
  }));
export type HistoryDay = z.output<typeof historyDaySchema>;

/** Oldest first, each day once, whatever order ESI gives them in. */
export const priceHistorySchema = z
  .array(historyDaySchema)
  .transform((days) =>
    [...new Map(days.map((day) => [day.day, day])).values()].toSorted((a, b) => a.day - b.day),
  );
export type PriceHistory = z.output<typeof priceHistorySchema>;

const LONGEST_DESCRIPTION = 4_000;

/** What `GET /universe/types/{type_id}` says beyond what the site knows itself. */
export const itemFactsSchema = z
  .object({
    description: z.string().default(''),
    mass: z.number().nonnegative().optional(),
    capacity: z.number().nonnegative().optional(),
  })
  .transform(({ description, mass = 0, capacity = 0 }) => ({
    /** Paragraphs, without EVE's marks in them. */
    paragraphs: toParagraphs(description.slice(0, LONGEST_DESCRIPTION)),
    /** Kilograms; 0 for what has none. */
    massKg: mass,
    /** Cubic metres that it holds; 0 for what is no container. */
    capacityM3: capacity,
  }));
export type ItemFacts = z.output<typeof itemFactsSchema>;

function toParagraphs(text: string): string[] {
  return text
    .replaceAll(/<br[^<>]*>/gi, '\n')
    .replaceAll(/<[^<>]*>/g, '')
    .split(/[\r\n]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** An item in a list of the market. Prices in hundredths of ISK, null where none is known. */
export type ListedItem = {
  readonly typeId: number;
  readonly name: string;
  readonly kind: ItemKind;
  readonly groupName: string;
  readonly buyBestIsk: bigint | null;
  readonly sellBestIsk: bigint | null;
  /** Units wanted and offered; null where no book is read. */
  readonly buyVolume: number | null;
  readonly sellVolume: number | null;
};

export type MarketList = {
  /** The market that the prices are of; null where the site reads none. */
  readonly hub: (HubChoice & { readonly regionId: number }) | null;
  /** The markets to choose from, the usual one first. */
  readonly hubs: readonly HubChoice[];
  /** The newest book of the hub; null: none was read. */
  readonly bookAt: Date | null;
  readonly items: readonly ListedItem[];
  /** More were found than are listed. */
  readonly isCut: boolean;
};
