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

/** Text with single plain spaces, without soft hyphens and word joiners. */
export function plain(text: string): string {
  return text
    .replace(/[\u00ad\u2060]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

const texts = new WeakMap<HTMLElement, string>();

/** What a person reads on a page or in a part of it; nothing changes an element that has been parsed. */
export function visibleText(element: HTMLElement): string {
  const known = texts.get(element);
  if (known !== undefined) return known;
  const text = textWithout(element, '');
  texts.set(element, text);
  return text;
}

/** The same without what people have typed. */
export function printedText(element: HTMLElement): string {
  return element.querySelector('textarea') ? textWithout(element, ', textarea') : visibleText(element);
}

function textWithout(element: HTMLElement, more: string): string {
  const copy = parseHtml(element.outerHTML);
  for (const one of copy.querySelectorAll(`head, script, style, template, [hidden]${more}`)) one.remove();
  return plain(copy.structuredText);
}
