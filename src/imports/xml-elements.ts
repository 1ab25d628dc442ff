/**
 * The elements of this name in an XML that a machine has written, with their attributes and what is inside, one after
 * another; none of them may hold another of the same name. Takes time in proportion to the length, whatever is in it.
 */
export function* xmlElements(
  xml: string,
  name: string,
): Generator<readonly [attributes: string, content: string]> {
  const open = `<${name}`;
  const close = `</${name}>`;
  for (let at = xml.indexOf(open); at >= 0; at = xml.indexOf(open, at)) {
    const from = at + open.length;
    if (!/[\s/>]/.test(xml[from] ?? '')) {
      at = from; // another name that begins so
      continue;
    }
    const tagEnd = xml.indexOf('>', from);
    if (tagEnd < 0) return;
    if (xml[tagEnd - 1] === '/') {
      yield [xml.slice(from, tagEnd - 1), ''];
      at = tagEnd;
      continue;
    }
    const end = xml.indexOf(close, tagEnd);
    if (end < 0) return;
    yield [xml.slice(from, tagEnd), xml.slice(tagEnd + 1, end)];
    at = end + close.length;
  }
}

/** What stands before the names of elements, `x:` or nothing, by the first element of this name. */
export function xmlPrefix(xml: string, name: string): string | undefined {
  let form = PREFIXED.get(name);
  if (!form) PREFIXED.set(name, (form = new RegExp(`<(\\w{1,20}:)?${name}[\\s/>]`)));
  const found = form.exec(xml);
  return found ? (found[1] ?? '') : undefined;
}

// Making one takes longer than using it, and every text of a book asks.
const PREFIXED = new Map<string, RegExp>();
