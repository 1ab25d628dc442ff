import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type {
  Browser as PlaywrightBrowser,
  BrowserContextOptions,
  Page as PlaywrightPage,
} from 'playwright-core';
import { launchChromium } from './chromium.js';
import { PageWatch } from './page-watch.js';
import { projectPath } from './project.js';

/** A page of a real browser that remembers what went wrong on it. */
type BrowserPage = PlaywrightPage & {
  /** Console errors, broken rules of CSP, foreign requests, 5xx and bad pages so far; tests expect []. */
  problems(): Promise<string[]>;
  /** Forgets the problems that a test has caused on purpose. */
  forgetProblems(): Promise<void>;
};

interface PageOptions {
  /** The product: addresses in goto() may be paths then. */
  baseURL?: string;
  /** False: the browser of a careful or an old person. */
  javaScript?: boolean;
  /** True: the page may install what works without a signal; most tests are about pages alone. */
  serviceWorker?: boolean;
}

/** A running Chromium. */
export interface TestBrowser {
  /** A phone, 360×740, with touch, in Irkutsk; a visitor of its own. */
  newPhonePage(options?: PageOptions): Promise<BrowserPage>;
  /** A desk computer, 1280×800, in Irkutsk; a visitor of its own. */
  newDesktopPage(options?: PageOptions): Promise<BrowserPage>;
  close(): Promise<void>;
}

const phone: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
};
const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };

/** Starts a browser; one is enough for a suite. */
export async function launchBrowser(): Promise<TestBrowser> {
  const browser = await launchChromium();
  return {
    newPhonePage: (options) => newPage(browser, phone, options),
    newDesktopPage: (options) => newPage(browser, desktop, options),
    close: () => browser.close(),
  };
}

/** Signs somebody of the office in at the page that asks for it. */
export async function enterPanel(
  page: PlaywrightPage,
  { login, password }: { login: string; password: string },
): Promise<void> {
  await page.fill('input[name=login]', login);
  await page.fill('input[name=password]', password);
  await page.locator('main').getByRole('button', { name: 'Войти' }).click();
}

/** Keeps a picture of the whole page in build/screenshots, for whoever asks for pictures (`SCREENSHOTS=1`): hundreds of them are a fifth of the browser's work. */
export async function screenshot(page: PlaywrightPage, name: string): Promise<void> {
  if (process.env.SCREENSHOTS !== '1') return;
  const folder = projectPath('build', 'screenshots');
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${name}.png`);
  await captured(() => page.screenshot({ path, fullPage: true, animations: 'disabled' }));
}

/**
 * Takes a picture, and once more where Chromium refused: on a busy machine it answers «Unable to capture screenshot»
 * now and then and takes the same picture a moment later. What is on the page is judged by other means.
 */
export async function captured(take: () => Promise<Buffer>): Promise<Buffer> {
  try {
    return await take();
  } catch (error) {
    if (!String(error).includes('Unable to capture screenshot')) throw error;
    await setTimeout(250);
    return take();
  }
}

async function newPage(
  browser: PlaywrightBrowser,
  device: BrowserContextOptions,
  { baseURL, javaScript = true, serviceWorker = false }: PageOptions = {},
): Promise<BrowserPage> {
  const context = await browser.newContext({
    ...device,
    baseURL,
    javaScriptEnabled: javaScript,
    serviceWorkers: serviceWorker ? 'allow' : 'block',
    locale: 'ru-RU',
    timezoneId: 'Asia/Irkutsk',
  });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const watch = new PageWatch(page);
  return Object.assign(page, {
    problems: () => watch.problems(),
    forgetProblems: () => watch.forget(),
  });
}
