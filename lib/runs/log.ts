/** Structured log: one JSON line an event. */
export interface Log {
  write(event: string, fields: Record<string, unknown>): void;
  problem(what: string, error: unknown): void;
}

export const jsonLog: Log = {
  write: (event, fields) => console.log(JSON.stringify({ at: new Date().toISOString(), event, ...fields })),
  problem: (what, error) => {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    console.error(JSON.stringify({ at: new Date().toISOString(), event: 'problem', what, error: message }));
  },
};

export const silentLog: Log = { write: () => {}, problem: () => {} };
