import type { DatabaseName } from '../contestants';

/** Empty at first, and nobody else's: a SQLite file, or a PostgreSQL schema. */
export interface Place {
  url: string;
  /** Through the bare driver. */
  query: <Row>(text: string) => Promise<Row[]>;
  /** All that tables and their indexes take on disk. */
  sizeBytes: () => Promise<number>;
  remove: () => Promise<void>;
}

export interface Database {
  name: DatabaseName;
  newPlace: () => Promise<Place>;
  stop: () => Promise<void>;
}
