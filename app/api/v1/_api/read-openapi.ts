/**
 * The OpenAPI document as the page about the API tells it.
 *
 * @module
 */
import * as z from 'zod';
import { makeOpenApi } from './openapi.ts';

/** Words of a type, in order; `shape` where the word names one. */
export type ApiType = readonly { readonly text: string; readonly shape?: string }[];

export type ApiOperation = {
  readonly method: string;
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly description: string | undefined;
  /** Who may ask, in a sentence. */
  readonly access: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly place: string;
    readonly isRequired: boolean;
    readonly text: string;
  }[];
  readonly body: ApiType | null;
  readonly status: string;
  readonly answer: ApiType;
  readonly hasCsv: boolean;
  readonly refusals: readonly string[];
};

export type ApiShape = {
  readonly name: string;
  readonly type: ApiType;
  readonly fields: readonly ApiField[];
};

type ApiField = {
  /** "totals.totalIsk", "lines[].typeId" */
  readonly path: string;
  readonly isRequired: boolean;
  readonly type: ApiType;
};

const SHAPE = /^#\/components\/schemas\/(\w+)$/;
/** Deeper ones are told where they are named. */
const MOST_DEPTH = 4;

const schemaSchema = z.looseObject({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  format: z.string().optional(),
  get items() {
    return schemaSchema.optional();
  },
  get anyOf() {
    return z.array(schemaSchema).optional();
  },
  get properties() {
    return z.record(z.string(), schemaSchema).optional();
  },
  required: z.array(z.string()).optional(),
});
type Schema = z.output<typeof schemaSchema>;

const contentSchema = z.record(z.string(), z.object({ schema: schemaSchema }));
const operationSchema = z.object({
  operationId: z.string(),
  summary: z.string(),
  description: z.string().optional(),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z.array(
    z.object({
      name: z.string(),
      in: z.string(),
      required: z.boolean().default(false),
      description: z.string().default(''),
    }),
  ),
  requestBody: z.object({ content: contentSchema }).optional(),
  responses: z.record(z.string(), z.object({ content: contentSchema })),
});

/** Everything that may be asked, in the document's order. */
export function readOperations(publicUrl: string): ApiOperation[] {
  return Object.entries(makeOpenApi(publicUrl).paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) =>
      toOperation(method.toUpperCase(), path, operationSchema.parse(operation)),
    ),
  );
}

/** The shapes that requests and answers have, with all their fields. */
export function readShapes(publicUrl: string): ApiShape[] {
  return Object.entries(makeOpenApi(publicUrl).components.schemas).map(([name, described]) => {
    const schema = schemaSchema.parse(described);
    return { name, type: toType(schema), fields: listFields(schema, '', MOST_DEPTH) };
  });
}

function toOperation(
  method: string,
  path: string,
  operation: z.output<typeof operationSchema>,
): ApiOperation {
  const [status = '', ...refusals] = Object.keys(operation.responses);
  const answer = operation.responses[status]?.content ?? {};
  const body = operation.requestBody?.content['application/json']?.schema;
  return {
    method,
    path,
    operationId: operation.operationId,
    summary: operation.summary,
    description: operation.description,
    access: tellAccess(operation.security),
    parameters: operation.parameters.map((parameter) => ({
      name: parameter.name,
      place: parameter.in,
      isRequired: parameter.required,
      text: parameter.description,
    })),
    body: body ? toType(body) : null,
    status,
    answer: toType(answer['application/json']?.schema ?? {}),
    hasCsv: 'text/csv' in answer,
    refusals,
  };
}

function tellAccess(security: readonly Readonly<Record<string, readonly string[]>>[]): string {
  const isOpen = security.some((way) => Object.keys(way).length === 0);
  const [scope] = security.flatMap(({ key = [] }) => key);
  if (scope === undefined) return 'Anybody.';
  const words = `a key with “${scope}”`;
  return isOpen ? `Anybody; for an account ${words}.` : `Only ${words}.`;
}

function listFields(schema: Schema, prefix: string, depth: number): ApiField[] {
  const { properties = {}, required = [] } = schema;
  return Object.entries(properties).flatMap(([name, field]) => {
    const path = prefix + name;
    const inner = field.items ?? field.anyOf?.find((each) => each.properties) ?? field;
    const below = inner.properties && depth > 0;
    const suffix = field.items ? '[].' : '.';
    return [
      { path, isRequired: required.includes(name), type: toType(field) },
      ...(below ? listFields(inner, path + suffix, depth - 1) : []),
    ];
  });
}

function toType(schema: Schema): ApiType {
  const shape = SHAPE.exec(schema.$ref ?? '')?.[1];
  if (shape) return [{ text: shape, shape }];
  if (schema.anyOf) {
    return schema.anyOf.flatMap((each, at) => [
      ...(at > 0 ? [{ text: ' or ' }] : []),
      ...toType(each),
    ]);
  }
  if (schema.items) return [{ text: 'list of ' }, ...toType(schema.items)];
  if (schema.enum) return [{ text: schema.enum.map((value) => `“${value}”`).join(', ') }];
  if (schema.const !== undefined) return [{ text: `“${schema.const}”` }];
  const type = Array.isArray(schema.type) ? schema.type.join(' or ') : (schema.type ?? 'anything');
  return [{ text: schema.format ? `${type}, ${schema.format}` : type }];
}
