import { z } from 'zod';

/** The order is the order of the sections in the notes. */
export const categories = ['breaking', 'feature', 'fix', 'docs', 'internal'] as const;
export const Category = z.enum(categories);
export type Category = z.infer<typeof Category>;

/** What a commit changed, counted over all its files. */
export const Touched = z.object({
  source: z.number().int(),
  tests: z.number().int(),
  docs: z.number().int(),
  tooling: z.number().int(),
});
export type Touched = z.infer<typeof Touched>;

export const Commit = z.object({
  subject: z.string(),
  hash: z.string(),
  author: z.string(),
  /** ISO 8601 with the author's offset. */
  date: z.string(),
  body: z.string(),
  added_lines: z.number().int(),
  removed_lines: z.number().int(),
  touched: Touched,
  /** The first paths only; `touched` counts all of them. */
  files: z.array(z.string()),
});
export type Commit = z.infer<typeof Commit>;

export const Classified = z.object({
  summary: z.string(),
  category: Category,
  scope: z.string(),
  hash: z.string(),
  because: z.string().describe('Which rule decided'),
});
export type Classified = z.infer<typeof Classified>;
