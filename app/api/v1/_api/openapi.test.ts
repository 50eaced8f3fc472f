import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { ENDPOINTS } from './endpoints.ts';
import { makeOpenApi, writeOpenApi } from './openapi.ts';

const ORIGIN = 'https://trade.example.org';

test('the document is valid OpenAPI 3.1, by the specification’s own schema', async () => {
  const validator = new Validator();
  const outcome = await validator.validate(JSON.parse(writeOpenApi(ORIGIN)));
  expect(outcome.errors).toBeUndefined();
  expect(outcome.valid).toBe(true);
  expect(validator.version).toBe('3.1');
});

test('a document that is wrong is refused, so that a valid one means something', async () => {
  const document = { ...makeOpenApi(ORIGIN), paths: { quotes: {} } };
  expect((await new Validator().validate(document)).valid).toBe(false);
});

test('every reference leads somewhere', () => {
  const document = makeOpenApi(ORIGIN);
  const found = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/([\w-]+)"/g)];
  expect(found.length).toBeGreaterThan(30);
  const components: Record<string, Record<string, unknown>> = document.components;
  for (const [text, kind = '', name = ''] of found) {
    expect.soft(components[kind]?.[name], text).toBeDefined();
  }
});

test('every endpoint stands in it once, under a name of its own', () => {
  const { paths } = makeOpenApi(ORIGIN);
  const listed = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(listed.toSorted()).toEqual(
    ENDPOINTS.map(({ method, path }) => `${method} ${path}`).toSorted(),
  );
  expect(new Set(ENDPOINTS.map(({ operationId }) => operationId)).size).toBe(ENDPOINTS.length);
});

test('money is a string with two decimals, and a count a whole number', () => {
  const { schemas } = makeOpenApi(ORIGIN).components;
  expect(schemas.Isk).toMatchObject({ type: 'string', pattern: expect.any(String) });
  expect(JSON.stringify(schemas.Appraisal)).toContain(
    '"totalIsk":{"$ref":"#/components/schemas/Isk"}',
  );
  expect(JSON.stringify(schemas.Quote)).toContain('"quantity":{"type":"integer"');
});
