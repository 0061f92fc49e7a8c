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
  hash: z.string(),
  author: z.string(),
  /** ISO 8601 with the author's offset. */
  date: z.string(),
  subject: z.string(),
  body: z.string(),
  added_lines: z.number().int(),
  removed_lines: z.number().int(),
  touched: Touched,
  /** The first paths only; `touched` counts all of them. */
  files: z.array(z.string()),
});
export type Commit = z.infer<typeof Commit>;

export const Classified = z.object({
  hash: z.string(),
  category: Category,
  scope: z.string(),
  summary: z.string(),
  /** Which rule decided. */
  because: z.string(),
});
export type Classified = z.infer<typeof Classified>;
