import { describe, expect, it } from '@jest/globals';
import { projectPath } from './support/project.js';

interface Words {
  readonly texts: () => [place: string, text: string][];
}

/** Words of other people's files and of names, which are compared as they are spelled there. */
const COMPARED =
  /\/(formats\/(headings|other-numbers|more-accounts|one-c-document)|import\/meter-columns|book\/personal\/.*|text\/.*)\.ts$/;

/** Stems in which е would be ё, and forms of which there is no other reading. */
const WITHOUT_DOTS = new RegExp(
  '(?<![а-яё])(?:(?:пере)?расчет|объем|платеж(?:н|(?![а-яё]))|прием|еще(?![а-яё])|ее(?![а-яё])|мое(?![а-яё])|свое(?![а-яё])|' +
    'живет|придет|найдет|зачет|отчет|трех(?![а-яё])|четырех|пришел(?![а-яё])|нашел(?![а-яё])|днем(?![а-яё])|нем(?![а-яё])|учтен(?![аыо])|' +
    'введен(?![аыоиь])|удален(?![аыоинь])|включен(?![аыоин])|отключен(?![аыоин])|решен(?![аыоин])|черн(?:ый|ые|ым)|желт|зелен|темн|' +
    'четк|тверд|легк(?:ий|ая|их)|звездочк|щелкн|ребен|вперед(?![а-яё])|надежн|серьезн|самолет|дешев)',
  'iu',
);
/** «Счет», «счетчик» and «учетный» are spelled as the company's instruction spells them. */
const AS_IN_THE_INSTRUCTION = /(?<![а-яё])(?:счётчик|счёт(?!ов)|учётн)/iu;

describe('Whoever reads the product aloud', () => {
  it('stumbles over no word without its ё, and over no счет that the instruction spells otherwise', async () => {
    const { texts } = (await import(projectPath('scripts/words.mjs'))) as Words;
    const all = texts();
    expect(all.length).toBeGreaterThan(4000);
    const wrong = all
      .filter(([place]) => !COMPARED.test(place))
      .filter(([, text]) => WITHOUT_DOTS.test(text) || AS_IN_THE_INSTRUCTION.test(text))
      .map(([place, text]) => `${place}: ${text}`);
    expect(wrong).toEqual([]);
  });
});
