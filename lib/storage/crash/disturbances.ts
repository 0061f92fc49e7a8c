import postgres from 'postgres';
import type { Disturbance } from './tell-story';

/** `kill -9` of the writing process. */
export const killedWriter: Disturbance = {
  name: 'kill -9',
  strike: (writer) => writer.kill(),
  explains: () => false,
};

/**
 * The same on PostgreSQL, where the last statement of a process that was killed may be committed after the next has read
 * the thread.
 */
export const killedClient: Disturbance = {
  ...killedWriter,
  explains: ({ name }) => name === 'ThreadConflictError',
};

/** Every connection of the writer is cut off, whatever it is doing. */
export function terminatedBackends(databaseUrl: string): Disturbance {
  return {
    name: 'pg_terminate_backend',
    async strike(_, threadId) {
      const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
      await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = ${threadId}`;
      await sql.end();
    },
    explains: isLostConnection,
  };
}

/** The whole server stops in the middle of what it does, and comes back. Strikes that meet while it is away are one. */
export function stoppedServer(server: { crash(): Promise<void> }): Disturbance {
  let crashing: Promise<void> | null = null;
  return {
    name: 'immediate stop of the server',
    async strike() {
      crashing ??= server.crash().finally(() => {
        crashing = null;
      });
      await crashing;
    },
    explains: isLostConnection,
  };
}

export function isLostConnection({ name, message }: { name: string; message: string }): boolean {
  return ['EngineError', 'AggregateError'].includes(name) && message.includes('The PostgreSQL database failed: ');
}
