import type { Locator, Page } from '@playwright/test';
import { DebuggerPage } from './debugger-page';

/** `/` with the graphs' cards, and the form that starts a thread. */
export class StartPage {
  constructor(private readonly page: Page) {}

  async open(url: string): Promise<void> {
    await this.page.goto(url);
  }

  card(graphId: string): Locator {
    return this.page.getByRole('article', { name: graphId, exact: true });
  }

  shape(graphId: string): Locator {
    return this.card(graphId).getByRole('img', { name: `Shape of ${graphId}` });
  }

  async chooseGraph(graphId: string): Promise<void> {
    await this.card(graphId)
      .getByRole('link', { name: `New thread of ${graphId}` })
      .click();
  }

  field(label: string): Locator {
    return this.page.getByRole('region', { name: 'Input', exact: true }).getByLabel(label, { exact: true });
  }

  async run(): Promise<DebuggerPage> {
    await this.page.getByRole('button', { name: 'Run', exact: true }).click();
    await this.page.waitForURL('**/threads/*');
    return new DebuggerPage(this.page);
  }
}
