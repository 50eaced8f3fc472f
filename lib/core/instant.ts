import * as z from 'zod';

/** A moment at the edge: ISO 8601 in UTC in JSON, `Date` inside. */
export const instantSchema = z.codec(z.iso.datetime({ offset: true }), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
});
