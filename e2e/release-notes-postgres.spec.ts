import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { test as base } from './fixtures/story';
import { releaseNotesStory } from './release-notes-story';

const adminUrl = process.env.TEST_DATABASE_URL ?? '';

/** The server's database is PostgreSQL, a fresh one. */
const test = base.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the dependencies off the pattern.
  serverEnvironment: async ({}, use) => {
    const admin = postgres(adminUrl, { max: 1, onnotice: () => undefined });
    const name = `story_${randomUUID().replaceAll('-', '')}`;
    await admin`create database ${admin(name)}`;
    const url = new URL(adminUrl);
    url.pathname = name;
    await use({ DATABASE_URL: url.href });
    await admin`drop database ${admin(name)} with (force)`;
    await admin.end();
  },
});

test.skip(adminUrl === '', 'TEST_DATABASE_URL names no PostgreSQL');

test('the same on PostgreSQL', async ({ page, request, server }) => {
  await releaseNotesStory({ page, request, server });
});
