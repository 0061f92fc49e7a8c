import { join } from 'node:path';
import { makeLargeRepository } from './fixtures/repository';
import { expect, test } from './fixtures/story';
import { StartPage } from './pages/start-page';

const COMMITS = 2_000;

test('release notes work on a repository of 2,000 commits, and one of them can be found and edited', async ({
  page,
  server,
}) => {
  const repository = makeLargeRepository(join(server.directory, 'large'), COMMITS);
  const start = new StartPage(page);
  await start.open(server.url);
  await start.chooseGraph('release-notes');
  await start.field('repository').fill(repository);
  await start.field('count').fill(String(COMMITS));
  const debuggerPage = await start.run();
  await expect(debuggerPage.question('review')).toContainText('change 1999', { timeout: 30_000 });
  await debuggerPage.scrubBackTo(/node classify ×2000/);
  const fields = await debuggerPage.editItem('classified');
  await fields.getByRole('searchbox', { name: 'Find in classified' }).fill('change 1234');
  await fields.getByRole('button', { name: 'change 1234' }).click();
  await fields.getByLabel('category', { exact: true }).selectOption('docs');
  await expect(debuggerPage.preview).toContainText(/Runs next:\s*draft/);
  await debuggerPage.button('Fork & run').click();
  await expect(debuggerPage.branches).toHaveCount(2);
  await expect(debuggerPage.question('review')).toContainText('change 1234');
});
