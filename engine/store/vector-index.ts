import { EngineError } from '../errors';
import type { PutOperation } from './operations';
import { getTextAtPath } from './text-path';

/** What turns texts into vectors; LangChain's embedding models fit as they are. */
export interface EmbeddingModel {
  embedQuery(text: string): Promise<number[]>;
  embedDocuments(texts: string[]): Promise<number[][]>;
}

export interface IndexConfig {
  /** Numbers in a vector. */
  dims: number;
  embeddings: EmbeddingModel;
  /** Paths of the texts to index in a value (see `tokenizePath`). Default `["$"]`: the whole value. */
  fields?: string[];
}

/** One item's vectors: several when several texts of it are indexed. */
export type Vectors = readonly (readonly number[])[];

/** The vectors of what several puts store, in their order; each distinct text is embedded once. */
export async function embedPuts(config: IndexConfig, puts: readonly PutOperation[]): Promise<Vectors[]> {
  const textsOfPuts = puts.map((put) => textsOf(config, put));
  const texts = [...new Set(textsOfPuts.flat())];
  if (texts.length === 0) return puts.map(() => []);
  const vectors = await config.embeddings.embedDocuments(texts);
  const byText = new Map(texts.map((text, index) => [text, checked(config, vectors[index])]));
  return textsOfPuts.map((own) => own.map((text) => byText.get(text) as readonly number[]));
}

/** A query's vector. */
export async function embedQuery(config: IndexConfig, query: string): Promise<readonly number[]> {
  return checked(config, await config.embeddings.embedQuery(query));
}

/** The similarity of the nearest vector, from -1 to 1; undefined when there is none. */
export function bestScore(query: readonly number[], vectors: Vectors): number | undefined {
  return vectors.length === 0 ? undefined : Math.max(...vectors.map((vector) => cosine(query, vector)));
}

function textsOf(config: IndexConfig, { value, index }: PutOperation): string[] {
  if (value === null || index === false) return [];
  return (index ?? config.fields ?? ['$']).flatMap((path) => getTextAtPath(value, path));
}

function checked({ dims }: IndexConfig, vector: readonly number[] | undefined): readonly number[] {
  if (vector?.length === dims) return vector;
  throw new EngineError(
    'INVALID_CONFIG',
    `The store's index is made for vectors of ${dims} numbers and its embeddings gave ${vector?.length ?? 'none'}; set \`dims\` to what the model gives.`,
  );
}

function cosine(left: readonly number[], right: readonly number[]): number {
  let dot = 0;
  let leftSquares = 0;
  let rightSquares = 0;
  for (let index = 0; index < left.length; index++) {
    const [a, b] = [left[index] as number, right[index] as number];
    dot += a * b;
    leftSquares += a * a;
    rightSquares += b * b;
  }
  const length = Math.sqrt(leftSquares) * Math.sqrt(rightSquares);
  return length === 0 ? 0 : dot / length;
}
