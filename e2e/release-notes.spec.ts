import { test } from './fixtures/story';
import { releaseNotesStory } from './release-notes-story';

test('a person runs release notes on a repository, corrects a step of the past and publishes both branches', async ({
  page,
  request,
  server,
}) => {
  await releaseNotesStory({ page, request, server });
});
