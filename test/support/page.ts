import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { HTMLElement } from 'node-html-parser';
import type { Client } from './client.js';
import { PageForm } from './page-form.js';
import { parseHtml, plain, visibleText } from './html.js';

/** An answer of the product, seen as a page when it is HTML. */
export class Page {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  private root?: HTMLElement;

  constructor(
    readonly client: Client,
    readonly method: string,
    readonly path: string,
    response: IncomingMessage,
    readonly bytes: Buffer,
  ) {
    this.status = response.statusCode ?? 0;
    this.headers = response.headers;
  }

  get body(): string {
    return this.bytes.toString('utf8');
  }

  get isHtml(): boolean {
    return this.bytes.length > 0 && /^text\/html\b/.test(this.headers['content-type'] ?? '');
  }

  get html(): HTMLElement {
    return (this.root ??= parseHtml(this.body));
  }

  /** What a person reads, with single plain spaces. */
  get text(): string {
    return visibleText(this.html);
  }

  get title(): string {
    return plain(this.html.querySelector('title')?.text ?? '');
  }

  get heading(): string {
    return plain(this.html.querySelector('h1')?.text ?? '');
  }

  /** The path that a redirect leads to, without the own origin. */
  get location(): string | undefined {
    return this.headers.location?.replace(this.client.origin, '');
  }

  /** The lines of the error summary at the top. */
  get errors(): string[] {
    return this.html.querySelectorAll('.error-summary li').map((line) => plain(line.text));
  }

  /** The error beside a field, tied to it by aria-describedby while it is aria-invalid. */
  errorOf(field: string): string | undefined {
    const control = this.html.querySelector(`[name="${field}"][aria-invalid="true"]`);
    const ids = control?.getAttribute('aria-describedby')?.split(/\s+/) ?? [];
    const id = ids.find((it) => it.endsWith('-error'));
    return id && plain(this.html.getElementById(id)?.text ?? '');
  }

  /** All forms of the page. */
  forms(): PageForm[] {
    return this.html.querySelectorAll('form').map((form) => new PageForm(this, form));
  }

  /** The form with this action (path, or path with query), or the only POST form of the page. */
  form(action?: string | RegExp): PageForm {
    const all = this.forms();
    const found = all.filter((form) =>
      action === undefined ? form.method === 'POST' : form.leadsTo(action),
    );
    const [first] = found;
    if (!first || (action === undefined && found.length > 1)) {
      const known = all.map((form) => `${form.method} ${form.action}`).join(', ') || 'none';
      throw new Error(
        `${found.length || 'No'} forms ${String(action ?? '')} on ${this.path}; there are: ${known}`,
      );
    }
    return first;
  }

  /** Where the link with this text leads. */
  link(text: string | RegExp): string {
    const links = this.html.querySelectorAll('a[href]');
    const fits = (it: HTMLElement) =>
      typeof text === 'string' ? plain(it.text) === text : text.test(plain(it.text));
    const href = links.find(fits)?.getAttribute('href');
    if (href === undefined) {
      throw new Error(
        `No link «${String(text)}» on ${this.path}; there are: ${links.map((it) => plain(it.text)).join(' | ')}`,
      );
    }
    return href;
  }

  /** Opens the link with this text. */
  click(text: string | RegExp): Promise<Page> {
    return this.client.get(this.resolve(this.link(text)));
  }

  /** Goes where the redirect leads, and on, until there is a page. */
  async follow(): Promise<Page> {
    let page: Page = await this.followOnce();
    for (let hops = 1; page.location !== undefined; hops += 1) {
      if (hops > 5) throw new Error(`Redirects without end from ${this.path}`);
      page = await page.followOnce();
    }
    return page;
  }

  /** An address on this page as a path of the product. */
  resolve(address: string): string {
    const url = new URL(address || this.path, new URL(this.path, this.client.origin));
    return url.origin === this.client.origin ? url.pathname + url.search : url.href;
  }

  private followOnce(): Promise<Page> {
    if (this.location === undefined) {
      throw new Error(
        `${this.method} ${this.path} answered ${this.status}, not a redirect: ${this.describe()}`,
      );
    }
    return this.client.get(this.resolve(this.location));
  }

  /** The page in one line, for messages. */
  describe(): string {
    return this.isHtml
      ? `${this.title} — ${this.errors.join('; ') || this.text.slice(0, 300)}`
      : this.body.slice(0, 300);
  }
}
