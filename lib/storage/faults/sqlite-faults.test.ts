import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import { describe, it } from 'vitest';
import { SqliteSaver } from '../sqlite';
import { newSqliteFile } from '../test-databases';
import type { Fault } from './fail-and-go-on';
import { durabilities, failAndGoOn } from './fail-and-go-on';

describe.each(durabilities)('a SQLite file, with durability %s,', (durability) => {
  const meet = async (fault: (saver: SqliteSaver) => Fault, options?: { busyTimeoutMs: number }) => {
    const place = newSqliteFile();
    const saver = SqliteSaver.fromConnString(place.url, options);
    await failAndGoOn(saver, durability, fault(saver));
    saver.close();
    await place.remove();
  };

  it('that is full ends the run with what to do, and goes on when there is room', () =>
    meet(({ database }) => ({
      strike: () => void database.all('PRAGMA max_page_count = 1', []),
      heal: () => void database.all('PRAGMA max_page_count = 1000000', []),
      says: /^The SQLite database .*threads\.db failed: database or disk is full\. Make room on its disk/,
    })));

  it('that may no longer be written to ends the run with what to do, and goes on when it may', () =>
    meet(({ database }) => ({
      strike: () => void database.all('PRAGMA query_only = ON', []),
      heal: () => void database.all('PRAGMA query_only = OFF', []),
      says: /failed: attempt to write a readonly database\. Let this process write to the file and its folder/,
    })));

  it('that another holds locked ends the run with what to do, and goes on when it is free', () =>
    meet(
      ({ database }) => {
        const other = new Libsql(database.path);
        return {
          strike: () => void other.exec('BEGIN IMMEDIATE'),
          heal() {
            other.exec('ROLLBACK');
            other.close();
          },
          says: /failed: database is locked\. Another process holds its lock for too long/,
        };
      },
      { busyTimeoutMs: 50 },
    ));
});

describe.runIf(process.platform === 'linux' && process.getuid?.() === 0)('a SQLite file on a disk of 2 MB', () => {
  it.each(durabilities)(
    'that is full ends the run and goes on when there is room, with durability %s',
    async (durability) => {
      const folder = mkdtempSync(join(tmpdir(), 'retrograph-disk-'));
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder]);
      try {
        const saver = SqliteSaver.fromConnString(join(folder, 'threads.db'));
        const filler = join(folder, 'filler');
        const fill = {
          strike() {
            const { bavail, bsize } = statfsSync(folder);
            writeFileSync(filler, new Uint8Array(bavail * bsize));
          },
          heal: () => rmSync(filler),
          says: /failed: .*disk.*\. (Make room on|Check) its disk/,
        };
        await failAndGoOn(saver, durability, fill).finally(() => saver.close());
      } finally {
        // Lazily: libsql lets go of the file when its statements are collected.
        execFileSync('umount', ['--lazy', folder]);
        rmSync(folder, { recursive: true });
      }
    },
  );
});
