/** One generated migration, in the order of the journal. Its name is the file's, e.g. `0000_create_tables`. */
export interface Migration {
  name: string;
  statements: string[];
}
