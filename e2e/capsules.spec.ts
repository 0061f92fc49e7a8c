import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { readCheckpoints, runElsewhere } from './fixtures/api';
import { expect, expectNoAxeViolations, test } from './fixtures/story';
import { ThreadsPage } from './pages/threads-page';

test.use({ failsRequests: true });

/** Saves what a press makes the browser download. */
async function downloaded(page: Page, directory: string, press: () => Promise<void>): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()]);
  const path = join(directory, download.suggestedFilename());
  await download.saveAs(path);
  return path;
}

const chooseFile = (page: Page, ...paths: string[]) => page.getByLabel('Capsule files').setInputFiles(paths);

test('a thread is exported, deleted and imported, and its page is the same', async ({
  page,
  request,
  server,
  directory,
}) => {
  const threadId = await runElsewhere(request, server.url, { graphId: 'approval', input: { topic: 'cats' } });
  const before = await readCheckpoints(request, server.url, threadId);
  const threads = new ThreadsPage(page);
  await threads.open(server.url);
  await threads.row('approval').getByRole('checkbox').check();
  await threads.button('Export 1 chosen').click();
  const pane = threads.region('Export 1 thread');
  await expect(pane.getByRole('status').first()).toContainText(/\d checkpoints, 1 branch, 1 run.* leave, in a file of/);
  const file = await downloaded(page, directory, () =>
    pane.getByRole('button', { name: 'Export', exact: true }).click(),
  );
  await expect(pane.getByText(/Saved as/)).toBeVisible();

  await threads.button('Delete 1 chosen').click();
  await threads.region('Delete 1 thread').getByRole('button', { name: 'Delete 1 thread' }).click();
  await expect(page.getByText('No threads yet')).toBeVisible();

  await chooseFile(page, file);
  const imports = threads.region('1 capsule');
  await imports.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(imports.getByRole('status')).toContainText('checkpoints imported');
  expect(await readCheckpoints(request, server.url, threadId)).toEqual(before);

  // Once more: it is there, and comes in under a new id.
  await threads.button('Close importing').click();
  await chooseFile(page, file);
  await imports.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(imports.getByRole('alert')).toContainText('There is a thread of that id already');
  await imports.getByRole('button', { name: 'Import as a new thread' }).click();
  await expect(imports.getByRole('status')).toContainText('checkpoints imported');
  await expect(threads.rows).toHaveCount(2);

  // What waited for an answer can be answered.
  await page.goto(`${server.url}/threads/${threadId}`);
  await expect(page.getByRole('status').filter({ hasText: 'Waiting' }).first()).toBeVisible();
  await expect(page.getByText('cats').first()).toBeVisible();
});

test('chosen keys are redacted on the way out, from the debugger and by the keyboard', async ({
  page,
  request,
  server,
  directory,
}) => {
  const threadId = await runElsewhere(request, server.url, { graphId: 'approval', input: { topic: 'a s3cret' } });
  await page.goto(`${server.url}/threads/${threadId}`);
  await expect(page.getByRole('button', { name: 'Export the thread' })).toBeVisible();
  await page.keyboard.press('Shift+E');
  const pane = page.getByRole('dialog', { name: 'Export the thread' });
  await expect(pane.getByLabel('Keys to redact')).toBeFocused();
  await page.keyboard.type('topic');
  await page.keyboard.press('Enter');
  await expect(pane.getByRole('checkbox', { name: 'Redact topic', exact: true })).toBeChecked();
  await page.keyboard.type('nothing');
  await page.keyboard.press('Enter');
  await expect(pane.getByText('Nothing here has the key nothing')).toBeVisible();
  await page.keyboard.press('Backspace');
  await expect(pane.getByText('Nothing here has the key')).toBeHidden();
  await pane.getByRole('checkbox', { name: 'Redact draft', exact: true }).check();
  await expectNoAxeViolations(page);
  const file = await downloaded(page, directory, () =>
    pane.getByRole('button', { name: 'Export', exact: true }).click(),
  );
  const text = gunzipSync(readFileSync(file)).toString();
  expect(text.split('\n')[0]).toContain('"redacted":["topic","draft"');
  expect(text).toContain('[redacted]');
  expect(text.split('\n').filter((line) => /"topic":"a s3cret"/.test(line))).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(pane).toBeHidden();
});

test('a damaged, a foreign and a newer file are refused in their place, and nothing is imported', async ({
  page,
  request,
  server,
  directory,
}) => {
  const threadId = await runElsewhere(request, server.url, { graphId: 'workflow', input: { task: 'x' } });
  const answer = await request.post(`${server.url}/api/threads/${threadId}/capsule`, { data: {} });
  const bytes = await answer.body();
  await request.delete(`${server.url}/api/threads/${threadId}`);
  const damaged = Buffer.from(bytes);
  damaged.writeUInt8((damaged[bytes.length >> 1] as number) ^ 0xff, bytes.length >> 1);
  const files = {
    'damaged.gz': damaged,
    'short.gz': bytes.subarray(0, -20),
    'holiday.jpg': Buffer.from('not a capsule'),
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);

  const threads = new ThreadsPage(page);
  await threads.open(server.url);
  await expect(page.getByText('No threads yet')).toBeVisible();
  await chooseFile(page, ...Object.keys(files).map((name) => join(directory, name)));
  const imports = threads.region('3 capsules');
  const row = (name: string) => imports.getByRole('listitem').filter({ hasText: name });
  for (const [name, message] of [
    ['damaged.gz', /Nothing was imported/],
    ['short.gz', /unexpected end of file.*Nothing was imported/],
    ['holiday.jpg', /no capsule: a capsule is compressed with gzip/],
  ] as const) {
    await row(name).getByRole('button', { name: 'Import', exact: true }).click();
    await expect(row(name).getByRole('alert')).toContainText(message);
  }
  await expectNoAxeViolations(page);
  await row('holiday.jpg').getByRole('button', { name: 'Open read-only' }).click();
  await expect(row('holiday.jpg').getByRole('alert')).toContainText('no capsule');
  await expect(page.getByText('No threads yet')).toBeVisible();
});

test('a capsule is opened read-only: everything is to be seen, nothing to be done', async ({
  page,
  request,
  server,
  directory,
}) => {
  const threadId = await runElsewhere(request, server.url, { graphId: 'approval', input: { topic: 'dogs' } });
  const answer = await request.post(`${server.url}/api/threads/${threadId}/capsule`, { data: { redact: ['log'] } });
  const file = join(directory, 'dogs.capsule.jsonl.gz');
  writeFileSync(file, await answer.body());
  await request.delete(`${server.url}/api/threads/${threadId}`);

  const threads = new ThreadsPage(page);
  await threads.open(server.url);
  await expect(page.getByText('No threads yet')).toBeVisible();
  // Dropped, as from a file manager.
  const content = readFileSync(file).toString('base64');
  const data = await page.evaluateHandle((base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], 'dogs.capsule.jsonl.gz', { type: 'application/gzip' }));
    return transfer;
  }, content);
  const list = page.getByRole('region', { name: 'Threads' });
  await list.dispatchEvent('dragenter', { dataTransfer: data });
  await expect(page.getByText('Drop capsules to import or open them')).toBeVisible();
  await list.dispatchEvent('drop', { dataTransfer: data });
  await threads.region('1 capsule').getByRole('button', { name: 'Open read-only' }).click();

  await expect(page).toHaveURL(/\/threads\/capsule-/);
  const note = page.getByRole('region', { name: 'Read-only capsule' });
  await expect(note).toContainText('Redacted: log.');
  await expect(note).toContainText('To run, edit or fork it');
  await expect(page.getByText('dogs').first()).toBeVisible();
  for (const name of ['Continue', 'Step', 'Edit & fork', 'Add note']) {
    await expect(page.getByRole('button', { name, exact: true })).toHaveCount(0);
  }
  await page.keyboard.press('e');
  await expect(page.getByRole('tab', { name: 'Edit' })).toHaveCount(0);
  await page.keyboard.press('Home');
  await expect(page.getByText('step -1 of')).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText('step 0 of')).toBeVisible();
  await page.getByRole('tab', { name: 'Tasks' }).click();
  await expectNoAxeViolations(page);
  await page.goto(`${server.url}/threads`);
  await expect(page.getByText('No threads yet')).toBeVisible();
});
