import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { HTMLElement } from 'node-html-parser';
import { isWellFormed, parseHtml, plain, printedText } from './html.js';
import { lastWordsOf } from './product.js';

/** The database is away, or the disk takes nothing. */
const OUTAGE = new Set([503, 507]);

/** An answer as it came over the wire. */
interface Answer {
  origin: string;
  status: number;
  headers: IncomingHttpHeaders;
  html: string;
  /** What it parses to, where that is known. */
  page?: HTMLElement;
}

/** What every page of the product owes its readers; an empty list means all is well. */
export function pageProblems(answer: Answer, { outage = false } = {}): string[] {
  const page = answer.page ?? parseHtml(answer.html);
  return [
    ...(answer.status >= 500 && !(outage && OUTAGE.has(answer.status)) ? [`status ${answer.status}`] : []),
    ...policyProblems(answer.headers),
    ...(isWellFormed(answer.html) ? [] : ['elements that are not closed, or overlap']),
    ...documentProblems(page),
    ...(answer.status === 422 ? refusalProblems(page) : []),
    ...page.querySelectorAll('input, select, textarea').flatMap((it) => labelProblems(page, it)),
    ...page.querySelectorAll('form').flatMap(formProblems),
    ...page.querySelectorAll('*').flatMap((it) => elementProblems(it, answer.origin)),
    ...textProblems(page),
  ];
}

/** Marks of pages of this suite without problems: those that differ in drawn values only are looked through once. */
const faultless = new Set<string>();

function markOf({ origin, status, headers, html }: Answer): string {
  const drawn = html.replace(/ value="[\w-]{16,}"/g, ' value="drawn"');
  const policy = String(headers['content-security-policy']).replace(/'nonce-[^']+'/g, "'nonce'");
  return createHash('sha1').update([origin, status, policy, drawn].join('\n')).digest('base64');
}

/** Throws with all problems of a page; answers that are not HTML pages pass. */
export function assertPage(
  page: {
    client: { origin: string };
    isHtml: boolean;
    status: number;
    headers: IncomingHttpHeaders;
    body: string;
    html: HTMLElement;
    method: string;
    path: string;
  },
  options: { outage?: boolean } = {},
): void {
  const { status, headers, body } = page;
  const expected = page.status < 500 || (options.outage && OUTAGE.has(page.status));
  const mark =
    page.isHtml && expected ? markOf({ origin: page.client.origin, status, headers, html: body }) : undefined;
  if (mark !== undefined && faultless.has(mark)) return;
  const problems = page.isHtml
    ? pageProblems({ origin: page.client.origin, status, headers, html: body, page: page.html }, options)
    : expected
      ? []
      : [`status ${page.status}: ${page.body.slice(0, 500)}`];
  if (mark !== undefined && problems.length === 0) faultless.add(mark);
  if (problems.length) {
    const words = status < 500 ? '' : `\nThe product's last words:\n${lastWordsOf(page.client.origin)}`;
    throw new Error(
      `${page.method} ${page.path} gave a bad page (${status}):\n- ${problems.join('\n- ')}${words}`,
    );
  }
}

function policyProblems(headers: IncomingHttpHeaders): string[] {
  const policy = headers['content-security-policy'];
  if (!policy) return ['no Content-Security-Policy'];
  return /'unsafe-(inline|eval)'/.test(String(policy))
    ? [`a Content-Security-Policy that allows everything: ${String(policy)}`]
    : [];
}

function documentProblems(page: HTMLElement): string[] {
  const problems: string[] = [];
  const headings = page.querySelectorAll('h1').length;
  if (headings !== 1) problems.push(`${headings} h1 instead of one`);
  if (!plain(page.querySelector('title')?.text ?? '')) problems.push('no title');
  if (page.querySelector('html')?.getAttribute('lang') !== 'ru') problems.push('no <html lang="ru">');
  const ids = page.querySelectorAll('[id]').map((it) => it.id);
  for (const id of new Set(ids.filter((it, index) => ids.indexOf(it) !== index))) {
    problems.push(`id «${id}» twice`);
  }
  for (const name of ['aria-describedby', 'aria-labelledby', 'aria-controls']) {
    for (const element of page.querySelectorAll(`[${name}]`)) {
      const lost = (element.getAttribute(name) ?? '').split(/\s+/).filter((id) => !ids.includes(id));
      if (lost.length) problems.push(`${name} of ${show(element)} points at nothing: ${lost.join(' ')}`);
    }
  }
  return problems;
}

function refusalProblems(page: HTMLElement): string[] {
  const problems: string[] = [];
  if (!/^Ошибка:/.test(plain(page.querySelector('title')?.text ?? ''))) {
    problems.push('a refused page without «Ошибка:» in its title');
  }
  if (!page.querySelector('.error-summary li')) problems.push('a refused page without .error-summary');
  return problems;
}

function labelProblems(page: HTMLElement, control: HTMLElement): string[] {
  if (/^(hidden|submit|button|reset|image)$/.test(control.getAttribute('type') ?? '')) return [];
  const id = control.id;
  const labelled =
    control.getAttribute('aria-label') ||
    control.getAttribute('aria-labelledby') ||
    page.querySelectorAll('label').some((it) => id && it.getAttribute('for') === id && plain(it.text)) ||
    (control.closest('label') && plain(control.closest('label')?.text ?? ''));
  return labelled ? [] : [`no label for ${show(control)}`];
}

function formProblems(form: HTMLElement): string[] {
  if ((form.getAttribute('method') ?? 'get').toLowerCase() !== 'post') return [];
  return form.querySelector('input[type=hidden][name=_csrf]')?.getAttribute('value')
    ? []
    : [`no _csrf in ${show(form)}`];
}

function elementProblems(element: HTMLElement, origin: string): string[] {
  const tag = element.tagName.toLowerCase();
  const problems: string[] = [];
  const attributes = Object.entries(element.attrs);
  if (tag === 'script' && !element.getAttribute('src') && !/json/.test(element.getAttribute('type') ?? '')) {
    problems.push('an inline script');
  }
  if (tag === 'style') problems.push('an inline <style>');
  for (const [name, value] of attributes) {
    if (name === 'style') problems.push(`an inline style at ${show(element)}`);
    if (name.startsWith('on')) problems.push(`a handler ${name} at ${show(element)}`);
    if (/^\s*javascript:/i.test(value)) problems.push(`a javascript: address at ${show(element)}`);
    if (
      /^(src|srcset|href|xlink:href|action|formaction|poster|data)$/.test(name) &&
      tag !== 'a' &&
      isForeign(value, origin)
    ) {
      problems.push(`a foreign host: ${show(element)}`);
    }
    // What a person typed comes back in value; everything else is ours.
    if (name !== 'value' && /\{\{|\[object |\bundefined\b|\bNaN\b/.test(value)) {
      problems.push(`a raw value in ${show(element)}`);
    }
  }
  return problems;
}

function textProblems(page: HTMLElement): string[] {
  const text = printedText(page);
  return ['{{', '}}', '[object ', 'undefined', 'NaN'].flatMap((raw) => {
    const at = text.indexOf(raw);
    return at < 0 ? [] : [`«${raw}» in the text: …${text.slice(Math.max(0, at - 40), at + 40)}…`];
  });
}

function isForeign(value: string, origin: string): boolean {
  return value.split(/\s*,\s*/).some((part) => {
    const address = part.trim().split(/\s+/)[0] ?? '';
    if (/^(data|mailto|tel|blob):/i.test(address)) return false;
    return URL.canParse(address, origin) ? new URL(address, origin).origin !== new URL(origin).origin : true;
  });
}

function show(element: HTMLElement): string {
  return (element.outerHTML.split('>')[0] ?? '').slice(0, 200) + '>';
}
