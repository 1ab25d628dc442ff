import type { BrowserPage } from './visit.js';

/** The hand of somebody at a desk: counts clicks and keys of a job; what is typed and chosen in a list counts as no press. */
export class Hand {
  presses = 0;

  constructor(readonly page: BrowserPage) {}

  /** Presses a link, a button or a field of the page, or of its menu where the page has none of that name. */
  async click(name: string | RegExp, within = 'main'): Promise<void> {
    this.presses += 1;
    const place = this.page.locator(within);
    const exact = typeof name === 'string';
    await place
      .getByRole('link', { name, exact })
      .or(place.getByRole('button', { name, exact }))
      .or(place.getByLabel(name, { exact }))
      .first()
      .click();
  }

  /** Presses what stands at a place of the page. */
  async at(selector: string): Promise<void> {
    this.presses += 1;
    await this.page.locator(selector).first().click();
  }

  /** Opens a group of the menu, and a line of it. */
  async menu(group: string, line: string): Promise<void> {
    this.presses += 2;
    const menu = this.page.getByRole('navigation', { name: 'Разделы' });
    await menu.locator('summary', { hasText: group }).click();
    await menu.getByRole('link', { name: line, exact: true }).click();
  }

  async key(key: string): Promise<void> {
    this.presses += 1;
    await this.page.keyboard.press(key);
  }

  /** Finds something by the one field, where the cursor stands on the first page, and opens it. */
  async find(words: string, address: string): Promise<void> {
    await this.page.keyboard.type(words);
    await this.key('Enter');
    await this.page.waitForURL(address);
  }

  /** Saves a file and tells its name. */
  async download(name: string): Promise<string> {
    const [file] = await Promise.all([this.page.waitForEvent('download'), this.click(name)]);
    return file.suggestedFilename();
  }
}
