import postgres from 'postgres';
import type { Database, Place } from './places';

/** Beside the built files there is no `scripts`: it is imported from where it stands, as a program of its own would be. */
const SERVER = new URL('../../../scripts/postgres.mjs', import.meta.url).href;

/** A server of the benchmark's own with its durable settings as they ship, or the one that TEST_DATABASE_URL names. */
export async function startPostgresSchemas(): Promise<Database> {
  const { startPostgres } = (await import(SERVER)) as { startPostgres: () => Promise<Server> };
  const server = await startPostgres();
  return { name: 'PostgreSQL', newPlace: () => newSchema(server.url), stop: server.stop };
}

interface Server {
  url: string;
  stop: () => Promise<void>;
}

let schemas = 0;

async function newSchema(serverUrl: string): Promise<Place> {
  const schema = `bench_${process.pid}_${schemas++}`;
  const url = new URL(serverUrl);
  url.searchParams.set('search_path', schema);
  const client = postgres(url.href, { max: 1, fetch_types: false, onnotice: () => {} });
  const query = async <Row>(text: string) => (await client.unsafe(text)) as unknown as Row[];
  await query(`CREATE SCHEMA ${schema}`);
  return {
    url: url.href,
    query,
    sizeBytes: async () => {
      const [row] = await query<{ bytes: string }>(
        "SELECT coalesce(sum(pg_total_relation_size(schemaname || '.' || quote_ident(tablename))), 0) AS bytes " +
          'FROM pg_tables WHERE schemaname = current_schema()',
      );
      return Number(row?.bytes);
    },
    remove: async () => {
      await query(`DROP SCHEMA ${schema} CASCADE`);
      await client.end();
    },
  };
}
