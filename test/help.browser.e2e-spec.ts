import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { launchBrowser, type TestBrowser } from './support/browser.js';
import { looksRight } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let browser: TestBrowser;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

describe('The instruction', () => {
  it.each(['light', 'dark'] as const)(
    'is read on a phone and a desk computer, by daylight and at night: %s',
    async (scheme) => {
      const options = { baseURL: world.product.url };
      const phone = await browser.newPhonePage(options);
      await phone.emulateMedia({ colorScheme: scheme });
      await phone.goto('/help');
      // No picture is fetched before somebody wants to see it.
      expect(
        await phone.evaluate(
          () => performance.getEntriesByType('resource').filter((it) => it.name.endsWith('.png')).length,
        ),
      ).toBe(0);
      await looksRight(phone, `help-phone-${scheme}`);
      await phone.getByText('Показать картинку').first().click();
      await phone.waitForFunction(() => document.querySelector('details[open] img')?.clientHeight);
      await phone.goto('/help?q=кодовое+слово');
      await looksRight(phone, `help-found-${scheme}`);
      await phone.setViewportSize({ width: 320, height: 640 });
      await looksRight(phone, `help-small-${scheme}`);
      expect(await phone.problems()).toEqual([]);
      await phone.close();
      const desktop = await browser.newDesktopPage(options);
      await desktop.emulateMedia({ colorScheme: scheme });
      await desktop.goto('/help');
      await looksRight(desktop, `help-desktop-${scheme}`);
      await desktop.close();
    },
  );
});
