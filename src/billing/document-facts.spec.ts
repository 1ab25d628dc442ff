import { expect, it } from '@jest/globals';
import { factsOf, subsidiesOf, toldBy } from './document-facts.js';

it('tells once what the documents of a month tell alike, and what they tell differently with their numbers', () => {
  const documents = factsOf({
    documents: [
      { number: '17', area: '54.3', gisId: '70АА1', subsidies: 100 },
      { number: '18', area: '54.3', gisId: '70АА2', subsidies: 200 },
      { number: '19', note: 'Звоните' },
    ],
  });
  expect(toldBy(documents, ({ area }) => area)).toBe('54.3');
  expect(toldBy(documents, ({ note }) => note)).toBe('Звоните');
  expect(toldBy(documents, ({ index }) => index)).toBe('');
  expect(toldBy(documents, ({ gisId }) => gisId)).toBe(
    '70АА1 (документ\u00A0№\u00A017); 70АА2 (документ\u00A0№\u00A018)',
  );
  expect(subsidiesOf(documents)).toBe(300n);
});

it('knows the only document of a month, and none', () => {
  expect(toldBy(factsOf({ area: '54.3' }), ({ area }) => area)).toBe('54.3');
  expect(factsOf(null)).toEqual([]);
});
