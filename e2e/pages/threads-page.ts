import type { Locator, Page } from '@playwright/test';

/** `/threads`, with pruning. */
export class ThreadsPage {
  constructor(private readonly page: Page) {}

  async open(url: string): Promise<void> {
    await this.page.goto(`${url}/threads`);
  }

  row(text: string): Locator {
    return this.page.getByRole('row').filter({ hasText: text });
  }

  pane(scope: string): Locator {
    return this.page.getByRole('region', { name: `Prune ${scope}` });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }
}
