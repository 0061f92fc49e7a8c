import { openGraph, test } from './fixtures/state-graphs';
import { expect, expectNoAxeViolations } from './fixtures/story';

test('a message list reads as a conversation, with its pictures and its Markdown', async ({ page, server }) => {
  const debuggerPage = await openGraph(page, server.url, { graph: 'chat' });
  await debuggerPage.scrubBackTo(/^step 1 of/);
  const messages = debuggerPage.state.getByRole('treeitem');
  const question = messages.filter({ hasText: 'What is this?' });
  await expect(question).toContainText('user');
  await expect(question.getByRole('img', { name: 'What the message holds' })).toBeVisible();

  const answer = messages.filter({ hasText: 'Answer 0' });
  await expect(answer).toContainText('**a picture**');
  await answer.getByRole('button', { name: 'Markdown' }).click();
  await expect(answer.getByRole('strong')).toHaveText('a picture');
  await expect(answer).toContainText('[image: it]');
  await expect(answer.getByRole('link', { name: 'the source' })).toHaveAttribute('rel', /noopener/);
  await expectNoAxeViolations(page);

  await debuggerPage.channel('messages').hover();
  await debuggerPage.channel('messages').getByRole('button', { name: 'Show as a list' }).click();
  await expect(messages.filter({ hasText: /^.?1:/ })).toContainText('Answer 0');
  await expect(answer.getByRole('strong')).toHaveCount(0);
});

test('a search narrows the state to what has the text in it', async ({ page, server }) => {
  const debuggerPage = await openGraph(page, server.url, { graph: 'chat' });
  await expect(debuggerPage.channel('turns')).toBeVisible();
  await debuggerPage.state.getByRole('searchbox', { name: 'Search the state' }).fill('version');
  await expect(debuggerPage.state.getByRole('treeitem')).toHaveCount(1);
  await expect(debuggerPage.channel('letter')).toContainText('version three');
  await debuggerPage.state.getByRole('button', { name: 'Clear the search' }).click();
  await expect(debuggerPage.channel('turns')).toBeVisible();
});
