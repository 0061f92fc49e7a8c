export interface OwnPostgres {
  url: string;
  crash(): Promise<void>;
  stop(): Promise<void>;
}

export function startOwnPostgres(): Promise<OwnPostgres>;
