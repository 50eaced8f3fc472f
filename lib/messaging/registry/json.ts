import { RegistryDataError } from './errors.ts';

export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };
/** What an application keeps about a client. */
export type ClientData = { readonly [key: string]: Json };

/** @throws RegistryDataError for what is not JSON, or longer than `maxLength` characters. */
export function toText(value: unknown, maxLength: number): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch (cause) {
    throw new RegistryDataError('What was given cannot be written as JSON', { cause });
  }
  if (text === undefined) throw new RegistryDataError(`${typeof value} is not JSON`);
  if (text.length > maxLength) {
    throw new RegistryDataError(tooLong(text.length, maxLength));
  }
  return text;
}

function tooLong(length: number, maxLength: number): string {
  return `${length} characters are more than the ${maxLength} allowed`;
}

/** Each field by itself, so that two who change different ones do not undo each other. */
export function toFields(data: ClientData, maxLength: number): Map<string, string> {
  const fields = new Map<string, string>();
  let length = 0;
  for (const [key, value] of Object.entries(data)) {
    const text = toText(value, maxLength);
    length += key.length + text.length;
    fields.set(key, text);
  }
  if (length > maxLength) throw new RegistryDataError(tooLong(length, maxLength));
  return fields;
}

/** Fields to set, and names of those to take away. @throws RegistryDataError */
export function toChange(
  data: { readonly [key: string]: Json | undefined },
  maxLength: number,
): { fields: Map<string, string>; gone: string[] } {
  const kept: [string, Json][] = [];
  const gone: string[] = [];
  for (const [key, value] of Object.entries(data)) {
    if (value === undefined) gone.push(key);
    else kept.push([key, value]);
  }
  return { fields: toFields(Object.fromEntries(kept), maxLength), gone };
}

/** What was written by `toFields`. */
export function fromFields(fields: Iterable<readonly [string, string]>): ClientData {
  const entries: [string, Json][] = [];
  for (const [key, text] of fields) entries.push([key, JSON.parse(text)]);
  // As own properties: a field may be called __proto__.
  return Object.fromEntries(entries);
}
