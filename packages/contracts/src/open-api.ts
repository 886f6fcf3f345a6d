import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import type { Operation, OperationResponse } from './operation.js';
import { operations } from './operations.js';
import { problemDocument } from './problem-document.js';
import { type ProblemCode, problems } from './problems.js';

/** The OpenAPI 3.1 document of everything in `operations`, made from the schemas that validate. */
export const openApiDocument = (version: string): ReturnType<typeof createDocument> =>
  createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Millrace',
      version,
      description: 'Takes prompts, queues them durably, runs them against any OpenAI-compatible model and hands the results back.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    paths: pathsOf(Object.values(operations)),
    components: {
      securitySchemes: {
        apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
    },
  });

const pathsOf = (all: readonly Operation[]): ZodOpenApiPathsObject => {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const operation of all) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: operationObject(operation) };
  }
  return paths;
};

const operationObject = (operation: Operation): ZodOpenApiOperationObject => ({
  operationId: operation.id,
  tags: [operation.tag],
  summary: operation.summary,
  ...(operation.description && { description: operation.description }),
  security: operation.access === 'none' ? [] : [{ apiKey: [] }, { bearer: [] }],
  ...parametersOf(operation),
  ...(operation.body && { requestBody: { required: !operation.bodyOptional, content: bodyContent(operation) } }),
  responses: { ...answers(operation), ...problemAnswers(operation) },
});

const bodyContent = ({ body, lines }: Operation) => ({
  'application/json': { schema: body ?? z.unknown() },
  ...(lines && { 'application/x-ndjson': { schema: z.string(), example: lines } }),
});

const parametersOf = ({ pathParameters, query, requestHeaders }: Operation): Pick<ZodOpenApiOperationObject, 'requestParams'> => {
  const requestParams = {
    ...(pathParameters && { path: textsSchema(pathParameters) }),
    ...(query && { query }),
    ...(requestHeaders && { header: textsSchema(requestHeaders).partial() }),
  };
  return Object.keys(requestParams).length > 0 ? { requestParams } : {};
};

const textsSchema = (parameters: Readonly<Record<string, string>>) =>
  z.object(Object.fromEntries(Object.entries(parameters).map(([name, description]) => [name, z.string().meta({ description })])));

const answers = (operation: Operation) =>
  Object.fromEntries(
    Object.entries(operation.responses).map(([status, response]) => [
      status,
      {
        description: response.description,
        ...contentOf(response),
        ...(response.headers && {
          headers: z.object(
            Object.fromEntries(
              Object.entries(response.headers).map(([name, text]) => [name, z.string().optional().meta({ description: text })]),
            ),
          ),
        }),
      },
    ]),
  );

const contentOf = ({ schema, example, events, lines }: OperationResponse) => {
  const content = {
    ...(schema && { 'application/json': { schema, ...(example && { example }) } }),
    ...(events && { 'text/event-stream': { schema: z.string(), example: events } }),
    ...(lines && { 'application/x-ndjson': { schema: z.string(), example: lines } }),
  };
  return Object.keys(content).length > 0 ? { content } : {};
};

const problemAnswers = (operation: Operation) => {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of problemsOf(operation)) {
    const { status } = problems[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\`: ${problems[code].title}.`).join(' '),
        content: { 'application/problem+json': { schema: problemDocument } },
      },
    ]),
  );
};

/** Every problem an operation can answer with: its own, and those that come with keys, bodies and limits. */
export const problemsOf = (operation: Operation): readonly ProblemCode[] => {
  if (operation.access === 'none') return operation.problems;
  const refused: readonly ProblemCode[] = operation.access === 'seed' ? ['invalid_key'] : ['missing_key', 'unknown_key'];
  const bodied: readonly ProblemCode[] = operation.body
    ? ['invalid_json', 'invalid_utf8', 'invalid_body', 'body_too_large', 'unsupported_media_type']
    : [];
  const shared: readonly ProblemCode[] = [
    'invalid_query',
    'conflicting_keys',
    'missing_scope',
    'rate_limited',
    'too_many_wrong_keys',
    'store_unavailable',
    'undecipherable',
    'shutting_down',
    'internal_error',
  ];
  return [...new Set([...operation.problems, ...refused, ...bodied, ...shared])];
};
