import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startedIn } from './read-commits';

export interface NotesAddress {
  threadId: string;
  branchId: string;
}

/** Writes the notes of one branch to a file of its own and tells where; writing again replaces it in one move. */
export async function writeNotesFile(address: NotesAddress, notes: string): Promise<{ path: string; bytes: number }> {
  const directory = join(startedIn(), '.retrograph', 'notes');
  const path = join(directory, notesFileName(address));
  const unfinished = `${path}.${process.pid}.tmp`;
  await mkdir(directory, { recursive: true });
  await writeFile(unfinished, notes);
  await rename(unfinished, path);
  return { path, bytes: Buffer.byteLength(notes) };
}

/** Readable, and distinct for every pair of ids: ids may hold any character, a file name may not. */
export function notesFileName({ threadId, branchId }: NotesAddress): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([threadId, branchId]))
    .digest('hex')
    .slice(0, 10);
  return `${slug(threadId)}--${slug(branchId)}-${digest}.md`;
}

function slug(id: string): string {
  return id.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 40) || 'unnamed';
}
