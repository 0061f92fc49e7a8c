import { sendJson } from './fixtures/changes-api';
import { openGraph, runGraph, test } from './fixtures/state-graphs';
import { expect, expectNoAxeViolations } from './fixtures/story';
import { DebuggerPage } from './pages/debugger-page';

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme });

    test('a picked value says who wrote it, and leads there', async ({ page, server }) => {
      const debuggerPage = await openGraph(page, server.url, { graph: 'chat', input: { fails: false } });
      await expect(debuggerPage.pickedValue).toHaveCount(0);
      await debuggerPage.channel('turns').click();
      await expect(debuggerPage.pickedValue).toContainText('Written at step 3 by model');
      await expect(debuggerPage.pickedValue).toContainText('Run by another client');
      await debuggerPage.channel('fails').click();
      await expect(debuggerPage.pickedValue).toContainText('First written at step 0 by the input');
      await expectNoAxeViolations(page);
      await debuggerPage.pickedValue.getByRole('button', { name: 'First written at step 0 by the input' }).click();
      await debuggerPage.expectStep(/^step 0 of 4/);
      await expect(debuggerPage.pickedValue).toContainText('by the input, here');
    });
  });
}

test('each message of a conversation carries its writer', async ({ page, server }) => {
  const debuggerPage = await openGraph(page, server.url, { graph: 'chat' });
  await debuggerPage.expand('messages');
  const messages = debuggerPage.state.getByRole('treeitem').filter({ hasText: /user|assistant/ });
  await expect(messages.nth(0).getByRole('button', { name: 'step 1 · model' })).toBeVisible();
  await expect(messages.nth(3).getByRole('button', { name: 'step 2 · model' })).toBeVisible();
  await messages.nth(3).getByRole('button', { name: 'step 2 · model' }).click();
  await debuggerPage.expectStep(/^step 2 of 4/);
});

test('L jumps from change to change, Shift+L back again, and both say when there is none', async ({ page, server }) => {
  const debuggerPage = await openGraph(page, server.url, { graph: 'chat' });
  await debuggerPage.channel('turns').click();
  await debuggerPage.expectStep(/^step 4 of 4/);
  for (const step of [3, 2, 1]) {
    await page.keyboard.press('l');
    await debuggerPage.expectStep(new RegExp(`^step ${step} of 4`));
  }
  await page.keyboard.press('l');
  await expect(debuggerPage.pickedValue).toContainText('No change before this step.');
  await page.keyboard.press('ArrowLeft');
  await expect(debuggerPage.pickedValue).toContainText('Nothing was written here up to this step.');
  for (const step of [1, 2, 3]) {
    await page.keyboard.press('Shift+L');
    await debuggerPage.expectStep(new RegExp(`^step ${step} of 4`));
  }
  await page.keyboard.press('Shift+L');
  await expect(debuggerPage.pickedValue).toContainText('No change after this step.');
});

test('the history of a value lists its changes over a fork, and leads to each', async ({ page, request, server }) => {
  const url = await runGraph(request, server.url, { graph: 'chat' });
  const threadId = url.split('/').at(-1) as string;
  await forkAtStepTwo(request, server.url, threadId);
  await page.goto(url);
  const debuggerPage = new DebuggerPage(page);
  await debuggerPage.channel('turns').click();
  await expect(debuggerPage.pickedValue).toContainText('Written at step 5 by model');
  await page.keyboard.press('h');
  const changes = debuggerPage.state.getByRole('region', { name: 'Changes of turns' });
  await expect(changes).toContainText('5 changes of turns on this branch');
  await expect(changes.getByRole('listitem')).toContainText([
    /Step 5\s*model.*2.*3/,
    /Step 4\s*model.*1.*2/,
    /Step 3\s*the edit that forked here.*Edited by another client.*2.*1/,
    /Step 2\s*model.*1.*2/,
    /Step 1\s*model.*added 1/,
  ]);
  await expectNoAxeViolations(page);
  await changes.getByRole('button', { name: /^Step 2/ }).click();
  await debuggerPage.expectStep(/^step 2 of/);
  await expect(changes.getByRole('listitem').nth(3).getByRole('button')).toHaveAttribute('aria-current', 'step');
  await expect(changes).toContainText('5 changes of turns');
});

test('a value that is asked for by a script is blamed over HTTP, and a wrong path is refused', async ({
  request,
  server,
}) => {
  const url = await runGraph(request, server.url, { graph: 'chat' });
  const threadId = url.split('/').at(-1);
  const at = `${server.url}/api/debugger/threads/${threadId}/changes`;
  const answer = await request.get(at, { params: { path: 'messages[1].content', limit: '1' } });
  expect(await answer.json()).toMatchObject({ changes: [{ step: 1, writer: { tasks: [{ node: 'model' }] } }] });
  const refused = await request.get(at, { params: { path: 'messagse' } });
  expect(refused.status()).toBe(400);
  expect((await refused.json()).message).toContain('no channel "messagse"');
});

async function forkAtStepTwo(request: Parameters<typeof sendJson>[0], url: string, threadId: string): Promise<void> {
  const base = `${url}/api/debugger/threads/${threadId}`;
  const { entries } = await sendJson<{ entries: { step: number; checkpointId: string }[] }>(
    request,
    'get',
    `${base}/timeline`,
  );
  const checkpointId = entries.find(({ step }) => step === 2)?.checkpointId;
  const fork = await sendJson<{ branchId: string }>(request, 'post', `${base}/fork`, {
    checkpointId,
    values: { turns: 1, letter: 'another' },
    asNode: 'model',
  });
  await sendJson(request, 'post', `${url}/api/threads/${threadId}/runs/wait`, {
    assistant_id: 'chat',
    input: null,
    config: { configurable: { branch: fork.branchId } },
  });
}
