import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { saverConformance } from '@/engine/testing';
import { SqliteSaver } from './sqlite';

const folder = mkdtempSync(join(tmpdir(), 'retrograph-sqlite-'));
const file = join(folder, 'checkpoints.db');

saverConformance(
  'SqliteSaver',
  {
    create: () => SqliteSaver.fromConnString(file),
    reopen: (saver) => {
      (saver as SqliteSaver).close();
      return SqliteSaver.fromConnString(file);
    },
    destroy: (saver) => {
      (saver as SqliteSaver).close();
      rmSync(folder, { recursive: true });
    },
  },
  { describe, it, beforeAll, afterAll },
);
