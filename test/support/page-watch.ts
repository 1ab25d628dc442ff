import type { ConsoleMessage, Page, Request, Response } from 'playwright-core';
import { pageProblems } from './page-checks.js';

/** Watches one browser page from its first request on and writes down what must never happen. */
export class PageWatch {
  private found: string[] = [];
  private readonly pending = new Set<Promise<void>>();

  constructor(private readonly page: Page) {
    page.on('console', (message) => this.heed(message));
    page.on('pageerror', (error) => this.note(`script error: ${error.message}`));
    page.on('crash', () => this.note('the page crashed'));
    page.on('request', (request) => this.heedHost(request));
    page.on('requestfailed', (request) => this.heedFailure(request));
    page.on('response', (response) => this.heedAnswer(response));
    page.on('websocket', (socket) => this.note(`a web socket: ${socket.url()}`));
  }

  /** Everything found so far, answers under way included. */
  async problems(): Promise<string[]> {
    while (this.pending.size) await Promise.all(this.pending);
    return [...this.found];
  }

  async forget(): Promise<void> {
    await this.problems();
    this.found = [];
  }

  private note(problem: string): void {
    this.found.push(`${this.page.url()}: ${problem}`);
  }

  private heed(message: ConsoleMessage): void {
    const text = message.text();
    // Chromium writes a line for each answer above 399; those are judged by their status in heedAnswer().
    if (text.startsWith('Failed to load resource: the server responded')) return;
    if (message.type() === 'error' || /Content.Security.Policy/i.test(text)) this.note(`console: ${text}`);
  }

  private heedHost(request: Request): void {
    if (!isOwn(request.url())) this.note(`foreign request: ${request.url()}`);
  }

  private heedFailure(request: Request): void {
    const reason = request.failure()?.errorText ?? '';
    // A navigation that the next one overtook was not lost by us.
    if (isOwn(request.url()) && reason !== 'net::ERR_ABORTED') {
      this.note(`no answer from ${request.url()}: ${reason}`);
    }
  }

  private heedAnswer(response: Response): void {
    const request = response.request();
    const isDocument = request.isNavigationRequest() && request.frame() === this.page.mainFrame();
    if (isDocument && isOurPage(response)) this.await(this.check(response));
    // A refused page (404, 422) is an answer like another; a picture or a script that is missing is not.
    else if (response.status() >= (isDocument ? 500 : 400)) {
      this.note(`status ${response.status()}: ${response.url()}`);
    }
  }

  private async check(response: Response): Promise<void> {
    let html: string;
    try {
      html = await response.text();
    } catch {
      return; // the browser went on before it had read the page to its end
    }
    const { origin } = new URL(response.url());
    const problems = pageProblems({ origin, status: response.status(), headers: response.headers(), html });
    for (const problem of problems) this.found.push(`${response.url()}: ${problem}`);
  }

  private await(check: Promise<void>): void {
    const done = check.finally(() => this.pending.delete(done));
    this.pending.add(done);
  }
}

function isOwn(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return !/^(https?|wss?):$/.test(protocol) || hostname === '127.0.0.1' || hostname === 'localhost';
}

function isOurPage(response: Response): boolean {
  const html = (response.headers()['content-type'] ?? '').startsWith('text/html');
  const redirect = response.status() >= 300 && response.status() < 400;
  return html && !redirect && !new URL(response.url()).pathname.startsWith('/admin');
}
