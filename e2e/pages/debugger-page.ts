import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';

/** `/threads/:id`, as a person sees it: by roles, labels and text. */
export class DebuggerPage {
  readonly status: Locator;
  readonly slider: Locator;
  readonly branches: Locator;
  readonly state: Locator;
  readonly preview: Locator;
  readonly graph: Locator;
  /** The line below the state about the value that is picked. */
  readonly pickedValue: Locator;

  constructor(private readonly page: Page) {
    this.status = page.getByRole('banner').getByRole('status');
    this.slider = page.getByRole('slider', { name: 'Timeline' });
    this.branches = page.getByRole('list', { name: 'Branches' }).getByRole('listitem');
    this.state = page.getByRole('region', { name: 'State', exact: true });
    this.graph = page.getByRole('region', { name: 'Graph', exact: true });
    this.pickedValue = this.state.getByRole('region', { name: 'Picked value' });
    this.preview = page.getByRole('region', { name: 'What this will do' });
  }

  /** The graph inside that is looked into: the way to it, and its own steps. */
  get inside() {
    const strip = this.state.getByRole('list', { name: 'Steps inside' });
    return {
      crumbs: this.state.getByRole('navigation', { name: 'Graphs around' }),
      steps: strip.getByRole('listitem'),
      shown: strip.locator('[aria-current="step"]'),
      step: (name: string) => strip.getByRole('button', { name: new RegExp(`inside, ${name}`) }),
    };
  }

  get threadId(): string {
    return decodeURIComponent(new URL(this.page.url()).pathname.split('/').at(-1) ?? '');
  }

  node(name: string): Locator {
    return this.graph.getByRole('button', { name: `node ${name},` });
  }

  /** The details of the node that is selected. */
  nodeDetails(name: string): Locator {
    return this.graph.getByRole('region', { name: `node ${name}` });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** What the timeline's slider says of the selected step, such as `step 2 of 4, node classify ×5`. */
  async expectStep(text: string | RegExp): Promise<void> {
    await expect(this.slider).toHaveAttribute('aria-valuetext', text);
  }

  /** Presses ← until the selected step is the one. */
  async scrubBackTo(step: RegExp): Promise<void> {
    await expect(async () => {
      const text = (await this.slider.getAttribute('aria-valuetext')) ?? '';
      if (!step.test(text)) await this.page.keyboard.press('ArrowLeft');
      await expect(this.slider).toHaveAttribute('aria-valuetext', step, { timeout: 500 });
    }).toPass();
  }

  channel(name: string): Locator {
    return this.state.getByRole('treeitem').filter({ hasText: new RegExp(`^.?${name}:`) });
  }

  /** Opens a channel's row of the state tree, unless it is open. */
  async expand(name: string): Promise<void> {
    const row = this.channel(name);
    await expect(row).toHaveAttribute('aria-expanded', /true|false/);
    if ((await row.getAttribute('aria-expanded')) === 'false') await row.getByText(name).click();
  }

  tab(name: string): Locator {
    return this.state.getByRole('tab', { name, exact: true });
  }

  question(node: string): Locator {
    return this.page.getByRole('region', { name: `${node} asks` });
  }

  /** Opens the edit form and, in a channel that is a list of objects, the item with this text. */
  async editItem(channel: string, item?: string): Promise<Locator> {
    await this.button('Edit & fork').click();
    const fields = this.page.getByRole('region', { name: `Channel ${channel}`, exact: true });
    const list = fields.getByRole('button', { name: new RegExp(`^${channel}\\b`) });
    await expect(list).toHaveAttribute('aria-expanded', /true|false/);
    if ((await list.getAttribute('aria-expanded')) === 'false') await list.click();
    if (item !== undefined) await fields.getByRole('button', { name: item }).click();
    return fields;
  }
}
