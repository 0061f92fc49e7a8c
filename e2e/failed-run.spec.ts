import { join } from 'node:path';
import { makeRepository, storyCommits } from './fixtures/repository';
import { expect, test } from './fixtures/story';
import { StartPage } from './pages/start-page';

test('a wrong path is told on the thread, and an edit of the input past it makes the run succeed', async ({
  page,
  server,
}) => {
  const start = new StartPage(page);
  await start.open(server.url);
  await start.chooseGraph('release-notes');
  await start.field('repository').fill(join(server.directory, 'nowhere'));
  const debuggerPage = await start.run();
  await expect(debuggerPage.status).toContainText('Failed');
  await expect(debuggerPage.node('collect')).toHaveAccessibleName(/failed/);
  await expect(page.getByText(/There is no directory .*nowhere; give the path of a git repository/)).toBeVisible();

  const repository = makeRepository(join(server.directory, 'repository'), storyCommits);
  await debuggerPage.button('Edit & fork').click();
  const fields = page.getByRole('region', { name: 'Channel repository', exact: true });
  await fields.getByLabel('repository', { exact: true }).fill(repository);
  await expect(debuggerPage.preview).toContainText(/Runs next:\s*collect/);
  await debuggerPage.button('Fork & run').click();
  await expect(debuggerPage.question('review')).toContainText('Publish these notes?');
});
