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

  get search(): Locator {
    return this.page.getByRole('searchbox', { name: 'Search threads' });
  }

  get rows(): Locator {
    return this.page
      .getByRole('table')
      .getByRole('row')
      .filter({ has: this.page.getByRole('link') });
  }

  region(name: string): Locator {
    return this.page.getByRole('region', { name });
  }

  async filterMetadata(condition: string): Promise<void> {
    const field = this.page.getByLabel('Metadata, as key=value');
    await field.fill(condition);
    await field.press('Enter');
  }

  pane(scope: string): Locator {
    return this.page.getByRole('region', { name: `Prune ${scope}` });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }
}
