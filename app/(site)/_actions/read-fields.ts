/**
 * What our page put into a form; React's own fields begin with a dollar sign. An action may be called
 * with anything at all, and what is no form has no fields.
 */
export function readFields(form: unknown): Readonly<Record<string, unknown>> {
  if (!(form instanceof FormData)) return {};
  return Object.fromEntries([...form].filter(([name]) => !name.startsWith('$')));
}
