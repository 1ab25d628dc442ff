import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Handlebars from 'handlebars';
import { readdirSync, readFileSync } from 'node:fs';
import { letterHelpers } from '../src/mail/letter-helpers.js';
import { LETTERS } from '../src/mail/letters.js';
import { axe } from './support/axe.js';
import { launchBrowser, screenshot, type TestBrowser } from './support/browser.js';
import { letterSample } from './support/letter-sample.js';
import { projectPath } from './support/project.js';

const engine = Handlebars.create();
engine.registerHelper(letterHelpers);
const source = (...parts: string[]) => readFileSync(projectPath('templates', 'mail', ...parts), 'utf8');
const kinds = readdirSync(projectPath('templates', 'mail'))
  .filter((file) => file.endsWith('.hbs') && file !== 'layout.hbs')
  .map((file) => file.replace('.hbs', ''));

/** A letter with all that it can say, each value as long as people have them. */
function written(kind: string): string {
  const data = letterSample(source(`${kind}.hbs`), source('layout.hbs'));
  const body = engine.compile(source(`${kind}.hbs`))(data);
  return engine.compile(source('layout.hbs'))({ ...data, subject: kind, body });
}

let browser: TestBrowser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

it('Every kind of letter has a template', () => {
  expect(kinds.sort()).toEqual(Object.keys(LETTERS).sort());
});

describe.each(kinds)('The letter «%s»', (kind) => {
  it.each(['light', 'dark'] as const)('reads on a phone of 320 px, %s', async (colorScheme) => {
    const page = await browser.newPhonePage({ javaScript: true });
    await page.setViewportSize({ width: 320, height: 640 });
    await page.emulateMedia({ colorScheme });
    await page.setContent(written(kind));
    await screenshot(page, `letter-${kind}-${colorScheme}`);
    const { wide, narrow } = await page.evaluate(() => ({
      wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      // A column of one letter: a block with words in less than half of the phone.
      narrow: [...document.querySelectorAll('p, li, td, th')]
        .filter((one) => (one.textContent ?? '').trim().length > 20)
        .filter((one) => one.getBoundingClientRect().width < 160)
        .map((one) => (one.textContent ?? '').slice(0, 40)),
    }));
    expect({ wide: Math.max(0, wide), narrow }).toEqual({ wide: 0, narrow: [] });
    expect(await axe(page)).toEqual([]);
    await page.close();
  });

  it('has a button above each long address, and the same addresses as text', () => {
    const html = written(kind);
    for (const [, address = ''] of html.matchAll(/<a [^>]*href="([^"]+)"[^>]*>https?:/g)) {
      expect(html.indexOf(`class="button"`)).toBeGreaterThan(0);
      expect(html.split(`href="${address}"`).length - 1).toBeGreaterThanOrEqual(2);
    }
    const text = engine.compile(source('text', `${kind}.hbs`), { noEscape: true })(
      letterSample(source('text', `${kind}.hbs`)),
    );
    expect(text).not.toMatch(/<\w|undefined|\[object|\{\{/);
  });
});
