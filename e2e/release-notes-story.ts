import { join } from 'node:path';
import type { APIRequestContext, Page } from '@playwright/test';
import { readCheckpoints } from './fixtures/api';
import { publishedNotes } from './fixtures/published-notes';
import { makeRepository, storyCommits } from './fixtures/repository';
import type { Server } from './fixtures/server';
import { expect } from './fixtures/story';
import type { DebuggerPage } from './pages/debugger-page';
import { StartPage } from './pages/start-page';

interface Setting {
  page: Page;
  request: APIRequestContext;
  server: Server;
}

const MISFILED = 'Tidy the parser';

/** The main use, on whichever database the server has: run, scrub, edit, fork, approve on the branch, then the original too. */
export async function releaseNotesStory({ page, request, server }: Setting): Promise<void> {
  const debuggerPage = await runOnRepository(page, server);
  await scrubBackToClassify(debuggerPage);
  const original = await readCheckpoints(request, server.url, debuggerPage.threadId);
  await forkWithAnotherCategory(debuggerPage);
  const after = await readCheckpoints(request, server.url, debuggerPage.threadId);
  for (const [id, state] of original) expect(after.get(id), 'the original is untouched').toEqual(state);
  await publishBoth(page, debuggerPage, server);
}

async function runOnRepository(page: Page, server: Server): Promise<DebuggerPage> {
  const repository = makeRepository(join(server.directory, 'repository'), storyCommits);
  const start = new StartPage(page);
  await start.open(server.url);
  await expect(start.shape('release-notes')).toBeVisible();
  await start.chooseGraph('release-notes');
  await expect(start.field('repository')).toHaveValue(server.directory);
  await start.field('repository').fill(repository);
  const debuggerPage = await start.run();
  await expect(debuggerPage.status).toContainText('Waiting for an answer');
  await expect(debuggerPage.node('review')).toHaveAccessibleName(/waits for an answer/);
  await expect(debuggerPage.question('review')).toContainText('Publish these notes?');
  await expect(debuggerPage.question('review')).toContainText('## Breaking changes');
  return debuggerPage;
}

async function scrubBackToClassify(debuggerPage: DebuggerPage): Promise<void> {
  await debuggerPage.scrubBackTo(/node classify ×5/);
  await expect(debuggerPage.node('classify')).toHaveAccessibleName(/ran in this step/);
  await expect(debuggerPage.node('draft')).toHaveAccessibleName(/runs next/);
  await expect(debuggerPage.node('publish')).toHaveAccessibleName(/not run yet/);
  await expect(debuggerPage.channel('classified')).toContainText('+5');
  await debuggerPage.tab('Diff').click();
  await expect(debuggerPage.state).toContainText(MISFILED);
}

async function forkWithAnotherCategory(debuggerPage: DebuggerPage): Promise<void> {
  const fields = await debuggerPage.editItem('classified', MISFILED);
  await fields.getByLabel('category', { exact: true }).selectOption('fix');
  await expect(debuggerPage.preview).toContainText(/Runs next:\s*draft/);
  await expect(debuggerPage.preview).toContainText(/Really run again, with their side effects:\s*draft/);
  await expect(debuggerPage.preview).toContainText('replaced (Overwrite)');
  await debuggerPage.button('Fork & run').click();
  await expect(debuggerPage.branches).toHaveCount(2);
  await expect(debuggerPage.question('review')).toContainText(`- ${MISFILED}`);
  const notes = (await debuggerPage.question('review').textContent()) ?? '';
  const fixes = notes.slice(notes.indexOf('## Fixes'), notes.indexOf('## Documentation'));
  expect(fixes).toContain(MISFILED);
}

/** Each branch has a file of its own, and publishing the second leaves the first as it was. */
async function publishBoth(page: Page, debuggerPage: DebuggerPage, server: Server): Promise<void> {
  await debuggerPage.question('review').getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(debuggerPage.status).toContainText('Done');
  const [[file = '', notes = ''] = [], ...others] = Object.entries(publishedNotes(server.directory));
  expect(others).toEqual([]);
  expect(notes).toContain(MISFILED);
  await debuggerPage.tab('State').click();
  await debuggerPage.expand('published');
  await expect(debuggerPage.state).toContainText('.retrograph/notes');

  await page.getByLabel('Branch shown').selectOption({ index: 0 });
  await debuggerPage.question('review').getByRole('button', { name: 'Approve', exact: true }).click();
  await expect.poll(() => Object.keys(publishedNotes(server.directory))).toHaveLength(2);
  const published = publishedNotes(server.directory);
  expect(published[file]).toBe(notes);
  const [originalNotes = ''] = Object.entries(published).flatMap(([name, text]) => (name === file ? [] : [text]));
  expect(originalNotes.split('## Internal')[1]).toContain(MISFILED);
}
