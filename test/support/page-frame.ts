import type { BrowserPage } from './visit.js';

/** Words that stand on a page whoever and whatever it tells of: headings, buttons, labels, heads of tables. */
const FRAME = ['h1', 'h2', 'h3', 'legend', 'label', 'summary', 'button', '.button', 'th[scope=col]']
  .map((one) => `.head ${one}, main ${one}:not(.todo *, .urgent)`)
  .join(', ');

/** What a page is made of, without numbers, names of months and what waits today: pages that say the same look the same. */
export async function frameOf(page: BrowserPage): Promise<string[]> {
  const words = await page.locator(FRAME).evaluateAll((all) =>
    all
      .filter((one) => one instanceof HTMLElement && one.checkVisibility())
      .map((one) => {
        const copy = one.cloneNode(true) as HTMLElement;
        for (const told of copy.querySelectorAll('.unseen, .n, .count, select, textarea')) told.remove();
        return copy.textContent.replace(/\s+/g, ' ').trim();
      }),
  );
  const plain = words
    .filter((text) => !/\d/.test(text) && !MONTH.test(text))
    .map((text) => text.slice(0, 80))
    .filter(Boolean);
  return [...new Set(plain)].sort((one, other) => one.localeCompare(other, 'ru'));
}

const MONTH = /январ|феврал|март|апрел|ма[йяе]\b|июн|июл|август|сентябр|октябр|ноябр|декабр/i;
