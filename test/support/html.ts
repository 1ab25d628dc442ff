import { type HTMLElement, parse, valid } from 'node-html-parser';

const options = { comment: false, blockTextElements: { script: true, style: true } };

/** The elements of a page; what stands in <noscript> and <pre> counts as well. */
export function parseHtml(html: string): HTMLElement {
  return parse(html, options);
}

/** False when elements overlap or stay open that HTML wants closed. */
export function isWellFormed(html: string): boolean {
  return valid(html, options);
}

/** Text with single plain spaces, without soft hyphens. */
export function plain(text: string): string {
  return text
    .replace(/\u00ad/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** What a person reads on a page or in a part of it. */
export function visibleText(element: HTMLElement): string {
  const copy = parseHtml(element.outerHTML);
  for (const unseen of copy.querySelectorAll('head, script, style, template, [hidden]')) unseen.remove();
  return plain(copy.structuredText);
}
