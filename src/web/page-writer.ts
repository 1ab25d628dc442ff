import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { CONFIG } from '../core/tokens.js';
import type { Config } from '../core/config.js';
import { nonBreaking } from '../text/russian.js';
import { Random } from '../core/random.js';
import { Assets } from './assets.js';
import { Cookies } from './cookies.js';
import { Csrf } from './csrf.js';
import { Flash } from './flash.js';
import { Form } from './form.js';
import { keptAddress } from './kept-address.js';
import { Redirect, type Page, type View } from './page.js';
import { Templates } from './templates.js';

const compress = promisify(gzip);
const ONE_PACKET = 1400;
const ACCEPTS_GZIP = /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/;

/** Turns the page that a controller answered with into bytes for the browser. */
@Injectable()
export class PageWriter {
  private readonly company: object;
  /** Whom residents may sign in with besides a password, for the buttons. Set before any request. */
  providers: readonly { readonly id: string; readonly name: string; readonly said: string }[] = [];
  /** What a layout shows beside the page, asked for at each page: the office's menu, say. Set before any request. */
  readonly frames = new Map<string, (request: Request, page: View) => Promise<object>>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly templates: Templates,
    private readonly csrf: Csrf,
    private readonly flash: Flash,
    private readonly cookies: Cookies,
    private readonly random: Random,
    private readonly assets: Assets,
  ) {
    const { company } = config;
    this.company = {
      ...company,
      address: nonBreaking(company.address),
      phoneLink: company.phone.replace(/[^\d+]/g, ''),
    };
  }

  async write(response: Response, page: Page): Promise<void> {
    const request = response.req as Request;
    if (page instanceof Redirect) {
      if (page.flash !== undefined) {
        this.flash.set(response, page.flash);
      }
      response.statusCode = 303;
      response.setHeader('Location', page.url.replace(/[^\x21-\x7e]+/g, encodeURIComponent));
      response.end();
      return;
    }
    const layout = layoutOf(request, page);
    const frame = await this.frames.get(layout)?.(request, page);
    const html = this.html(request, response, page, layout, frame);
    response.statusCode = this.status(page);
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    for (const name in page.headers) {
      response.setHeader(name, page.headers[name] ?? '');
    }
    await this.send(request, response, html);
  }

  /** A refused form makes the page 422, unless the page has a status of its own. */
  private status(page: View): number {
    const form = page.data['form'];
    return page.status === 200 && form instanceof Form && form.summary.length > 0 ? 422 : page.status;
  }

  private html(request: Request, response: Response, page: View, layout: string, frame?: object): string {
    const { config, csrf, random, assets } = this;
    let token: string | undefined;
    const context = {
      company: this.company,
      passwordMinLength: config.passwordMinLength,
      styles: ['app.css', 'accent.css', ...stylesOf(page, layout)].map((name) => assets.url(name)),
      script: assets.url('app.js'),
      ownScript: ownScriptOf(page, layout).map((name) => assets.url(name))[0],
      offlineScript: assets.url('js/offline.js'),
      icon: assets.url('icon.svg'),
      touchIcon: assets.url('icons/touch-180.png'),
      providers: this.providers,
      trial: config.mailbox,
      user: request.context.user,
      frame,
      address: keptAddress(request.originalUrl),
      flash: this.flash.take(request, response),
      largePrint: this.cookies.read(request, 'large') === '1',
      refused: [409, 422].includes(this.status(page)),
      // Functions, not getters: an object literal with a getter has a hidden class of its own each time, which keeps
      // the request alive until the whole heap is swept.
      csrf: () => (token ??= csrf.token(request, response)),
      formKey: () => random.token(16),
    };
    const body = this.templates.render(page.template, page.data, context);
    return this.templates.render(`layouts/${layout}`, { ...page.data, body }, context);
  }

  private async send(request: Request, response: Response, html: string): Promise<void> {
    const accepted = request.headers['accept-encoding'];
    if (accepted === undefined || html.length < ONE_PACKET || !ACCEPTS_GZIP.test(accepted)) {
      response.end(html);
      return;
    }
    response.setHeader('Content-Encoding', 'gzip');
    response.setHeader('Vary', 'Accept-Encoding');
    response.end(await compress(html));
  }
}

/** A page of the office stands in the office's frame, unless it says another. */
function layoutOf({ context }: Request, page: View): string {
  const { layout } = page.data;
  return typeof layout === 'string' ? layout : context.staff ? 'office' : 'page';
}

/** And a script of its own. */
function ownScriptOf({ data: { script } }: View, layout: string): string[] {
  return typeof script === 'string' && layout === 'page' ? [script] : [];
}

/** A page may have a style of its own; that of the office's pages comes with their frame. */
function stylesOf({ data: { style } }: View, layout: string): string[] {
  return typeof style === 'string' && layout !== 'office' ? [style] : [];
}
