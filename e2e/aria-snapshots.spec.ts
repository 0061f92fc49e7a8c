import { runElsewhere } from './fixtures/api';
import { expect, test } from './fixtures/story';
import { DebuggerPage } from './pages/debugger-page';
import { StartPage } from './pages/start-page';
import { ThreadsPage } from './pages/threads-page';

// What assistive technology is told of the main panes. Only what must be there is named; more may stand between.

test('the start page names its graphs and recent threads', async ({ page, request, server }) => {
  await runElsewhere(request, server.url, { graphId: 'approval', input: {} });
  const start = new StartPage(page);
  await start.open(server.url);
  await expect(start.shape('approval')).toBeVisible();
  await expect(page.getByRole('main')).toMatchAriaSnapshot(`
    - heading "Graphs and recent threads" [level=1]
    - region "Graphs":
      - list:
        - listitem:
          - article "approval":
            - heading "approval" [level=3]
            - 'img /Shape of approval: write, review, publish/'
            - link "Threads of approval"
            - link "New thread of approval"
    - region "Recent threads":
      - link "All threads"
      - list:
        - listitem:
          - link /approval Waiting for an answer/
  `);
});

test('the threads page is a search, a table and its actions', async ({ page, request, server }) => {
  await runElsewhere(request, server.url, { graphId: 'approval', input: {} });
  const threads = new ThreadsPage(page);
  await threads.open(server.url);
  await expect(threads.rows).toHaveCount(1);
  await expect(page.getByRole('main')).toMatchAriaSnapshot(`
    - region "Threads":
      - heading "Threads" [level=1]
      - status: 1 in all
      - search:
        - searchbox "Search threads"
        - combobox "Graph"
        - combobox "Status"
        - textbox "Metadata, as key=value"
      - button "Prune"
      - table:
        - rowgroup:
          - row:
            - columnheader "Choose all threads of this page"
            - columnheader "Thread"
            - columnheader "Graph"
            - columnheader "Status"
            - columnheader "Checkpoints"
            - columnheader "Branches"
            - columnheader "Size"
            - columnheader "Created"
            - columnheader "Updated"
            - columnheader "Actions"
        - rowgroup:
          - row /approval Waiting for an answer/
  `);
});

test('the debugger names its bar, graph, state and timeline', async ({ page, request, server }) => {
  const threadId = await runElsewhere(request, server.url, { graphId: 'approval', input: {} });
  await page.goto(`${server.url}/threads/${threadId}`);
  const debuggerPage = new DebuggerPage(page);
  await expect(debuggerPage.question('review')).toBeVisible();
  await expect(page.getByRole('banner')).toMatchAriaSnapshot(`
    - banner:
      - navigation "Where you are":
        - link "Retrograph, start page"
        - link "Threads"
        - heading "approval" [level=1]
      - status: Waiting for an answer
      - combobox "Branch shown"
      - button "Command palette"
  `);
  await expect(debuggerPage.node('write')).toBeVisible();
  await expect(page.getByRole('main')).toMatchAriaSnapshot(`
    - region "Graph"
    - separator "Resize graph and state"
    - region "State":
      - tablist "Views of the state":
        - tab "State" [selected]
        - tab "Diff"
    - separator "Resize the timeline"
    - region "Timeline":
      - slider "Timeline"
  `);
  await expect(debuggerPage.channel('draft')).toContainText('Draft 1');
  await expect(debuggerPage.state.getByRole('tree')).toMatchAriaSnapshot(`
    - tree:
      - treeitem /topic/
      - treeitem /draft/
      - treeitem /attempt/
      - treeitem /remark/
      - treeitem /published/
  `);
});
