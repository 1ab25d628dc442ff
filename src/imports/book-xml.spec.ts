import { describe, expect, it } from '@jest/globals';
import { BookXml, readXml, RichText } from './book-xml.js';

function textOf(xml: string): string {
  const rich = new RichText();
  rich.start();
  readXml(xml, {
    open: (name) => rich.open(name),
    text: (text) => rich.add(text),
    close: (name) => rich.close(name),
  });
  return rich.end();
}

describe('A text of a book', () => {
  it.each([
    [
      '<si><r><t xml:space="preserve">ООО </t></r><r><t>&quot;Уют&#34; &amp; Ко</t></r></si>',
      'ООО "Уют" & Ко',
    ],
    ['<is><t>a_x0041_b</t><rPh sb="0"><t>no</t></rPh></is>', 'aAb'],
    ['<x:si><x:t>Лифт</x:t></x:si>', 'Лифт'],
    ['<si><t/></si>', ''],
  ])('is put together: %s', (xml, text) => {
    expect(textOf(xml)).toBe(text);
  });
});

describe('An XML of a book', () => {
  it.each([
    [
      'with a document type, which may name files',
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    ],
    ['that grows by entities', '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]><a>&y;</a>'],
    ['with an entity that nobody knows', '<a>&x;</a>'],
    ['that is cut off', '<a><b>'],
    ['that is no XML', 'a < b'],
  ])('is refused: %s', (_, xml) => {
    expect(() => readXml(xml, { open: () => undefined })).toThrow(/Книга Excel повреждена/);
  });

  it('may come in pieces', () => {
    const names: string[] = [];
    const reader = new BookXml({ open: (name, { n }) => names.push(`${name} ${n}`) });
    for (const letter of '<x:a n="1"><b n="&lt;"/></x:a>') reader.write(letter);
    reader.close();
    expect(names).toEqual(['a 1', 'b <']);
  });
});
