import { z } from 'zod';
import { errorAnswer } from '@/lib/contracts/protocol-answers';
import type { Route } from './route';

/** The API's description, made from the very routes that answer. */
export function openApiDocument(routes: Route[]): object {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const each of routes) {
    const path = each.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [each.method]: operation(each) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Retrograph',
      version: '0.1.0',
      description: 'The LangGraph Agent Server protocol, and beside it, under /debugger, what the debugger needs.',
    },
    servers: [{ url: '/api' }],
    paths,
    components: { schemas: { Error: toSchema(errorAnswer, 'output') } },
  };
}

function operation(each: Route): object {
  const parameters = [...parametersOf(each.params, 'path', each.path), ...parametersOf(each.query, 'query', each.path)];
  return {
    tags: [each.tag],
    summary: each.summary,
    ...(parameters.length > 0 && { parameters }),
    ...(each.body !== undefined && {
      requestBody: { content: { 'application/json': { schema: toSchema(each.body, 'input') } } },
    }),
    ...(each.bodyType !== undefined && {
      requestBody: { required: true, content: { [each.bodyType]: { schema: { type: 'string', format: 'binary' } } } },
    }),
    responses: { [each.answer.status]: answerOf(each), default: errorResponse() },
  };
}

function answerOf({ answer }: Route): object {
  if (answer.status === 204) return { description: answer.description };
  const type = answer.contentType ?? 'application/json';
  const schema = answer.schema === undefined ? {} : { schema: toSchema(answer.schema, 'output') };
  return { description: answer.description, content: { [type]: schema } };
}

function errorResponse(): object {
  const schema = { $ref: '#/components/schemas/Error' };
  return { description: 'What is wrong, and the way out', content: { 'application/json': { schema } } };
}

function parametersOf(schema: z.ZodObject | undefined, where: 'path' | 'query', path: string): object[] {
  if (schema === undefined) return [];
  return Object.entries(schema.shape).flatMap(([name, field]) => {
    // A table row may share its schema with a longer path.
    if (where === 'path' && !path.includes(`:${name}`)) return [];
    const isRequired = where === 'path' || !field.safeParse(undefined).success;
    return [{ name, in: where, required: isRequired, schema: toSchema(field as z.ZodType, 'input') }];
  });
}

function toSchema(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
