import { z } from 'zod';

const NOTE_LENGTH = 2_000;
/** Control characters other than tab and line breaks. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

/** `PUT /api/debugger/threads/:id/notes/:checkpointId`; `DELETE` removes the note. */
export const noteBody = z.object({
  text: z
    .string()
    .trim()
    .min(1, 'an empty note says nothing; delete the note instead')
    .max(NOTE_LENGTH, `a note has at most ${NOTE_LENGTH} characters`)
    .refine((text) => !CONTROL.test(text), 'a note has no control characters'),
});

/** What a person wrote to a checkpoint. */
export interface CheckpointNote {
  checkpointId: string;
  text: string;
  /** Milliseconds since the epoch. */
  updatedAt: number;
}
