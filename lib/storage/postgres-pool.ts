import type postgres from 'postgres';

/**
 * Connections of postgres.js, all exchanged for new ones when one was lost. When the server ends a connection, postgres.js
 * keeps what it said of that in the connection's place, and gives it to the next query there as if that had failed,
 * though it ran (3.4.9, `errorResponse` in its connection.js).
 */
export class PostgresPool {
  readonly #open: () => postgres.Sql;
  /** They close their connections when these have been idle for a while. */
  readonly #retired = new Set<postgres.Sql>();
  #current: postgres.Sql;

  constructor(open: () => postgres.Sql) {
    this.#open = open;
    this.#current = open();
  }

  async use<Result>(action: (sql: postgres.Sql) => PromiseLike<Result>): Promise<Result> {
    const sql = this.#current;
    try {
      return await action(sql);
    } catch (error) {
      if (isConnectionCut(error) && sql === this.#current) {
        this.#retired.add(sql);
        this.#current = this.#open();
      }
      throw error;
    }
  }

  /** @param timeoutS how long what still runs may go on */
  async end(timeoutS: number): Promise<void> {
    await Promise.all([this.#current, ...this.#retired].map((sql) => sql.end({ timeout: timeoutS })));
  }
}

/** The connection of a statement was lost, or there was none to be had. */
export function isConnectionLost(error: unknown): boolean {
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  return code === 'CONNECTION_CLOSED' || syscall !== undefined;
}

/** One that was there. */
function isConnectionCut(error: unknown): boolean {
  return isConnectionLost(error) && (error as { syscall?: unknown }).syscall !== 'connect';
}
