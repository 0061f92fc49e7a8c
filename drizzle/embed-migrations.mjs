// Writes the generated SQL into one module a dialect, so that a bundled server and a published package carry it and
// nothing looks for a folder at run time. Run by `npm run db:generate`; a test compares module and files.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

for (const dialect of ['sqlite', 'postgres']) {
  writeFileSync(fileURLToPath(new URL(`${dialect}/migrations.ts`, import.meta.url)), moduleText(dialect));
}

function moduleText(dialect) {
  const folder = new URL(`${dialect}/migrations/`, import.meta.url);
  const { entries } = JSON.parse(readFileSync(new URL('meta/_journal.json', folder), 'utf8'));
  const lines = entries.flatMap(({ tag }) => {
    const statements = readFileSync(new URL(`${tag}.sql`, folder), 'utf8').split('--> statement-breakpoint');
    return [
      `  {`,
      `    name: '${tag}',`,
      `    statements: [`,
      ...statements.map((sql) => `      ${JSON.stringify(sql.trim())},`),
      `    ],`,
      `  },`,
    ];
  });
  return [
    `// Generated from ${dialect}/migrations by drizzle/embed-migrations.mjs; not edited by hand.`,
    `import type { Migration } from '../migration';`,
    ``,
    `export const ${dialect}Migrations: Migration[] = [`,
    ...lines,
    `];`,
    ``,
  ].join('\n');
}
