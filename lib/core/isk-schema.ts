import * as z from 'zod';
import { ISK_TEXT, parseIsk, toIskText } from './isk.ts';

/** ISK at the edge: a decimal string of ISK in JSON, hundredths inside. */
export const iskSchema = z.codec(z.string().regex(ISK_TEXT, 'Not an amount of ISK'), z.bigint(), {
  decode: parseIsk,
  encode: toIskText,
});
