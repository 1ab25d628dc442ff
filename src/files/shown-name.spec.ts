import { describe, expect, it } from '@jest/globals';
import { sentName, shownName } from './shown-name.js';

const latin1 = (text: string) => Buffer.from(text).toString('latin1');

describe('The name of a file', () => {
  it.each([
    ['Запись звука.pdf', 'Запись звука.pdf'],
    ['report.PDF', 'report.pdf'],
    ['scan', 'scan.pdf'],
    ['Акт от 12.10', 'Акт от 12.10.pdf'],
    ['invoice.exe', 'invoice.exe.pdf'],
    ['photo.jpg', 'photo.pdf'],
    ['C:\\Users\\Мария\\Документы\\Жалоба.pdf', 'Жалоба.pdf'],
    ['../../etc/passwd', 'passwd.pdf'],
    ['', 'Документ.pdf'],
    ['.pdf', 'Документ.pdf'],
    ['...', 'Документ.pdf'],
    ['a\r\nSet-Cookie: x=1.pdf', 'a Set-Cookie: x=1.pdf'],
    ['a\0b\u0007.pdf', 'a b.pdf'],
    ['акт\u202Efdp.exe', 'актfdp.exe.pdf'],
    ['ак\u200Bт\u200D\uFEFF\u2060\u00AD.pdf', 'акт.pdf'],
    ['\u200B\u3164.pdf', 'Документ.pdf'],
    ['Йод й.pdf'.normalize('NFD'), 'Йод й.pdf'],
    ['half \uD800 pair.pdf', 'half pair.pdf'],
    ['  много   мест  .pdf', 'много мест.pdf'],
  ])('%j is shown as %j', (sent, shown) => {
    expect(shownName(sent, 'pdf')).toBe(shown);
  });

  it('ends as what the file is', () => {
    expect(shownName('Течь.PNG', 'photo')).toBe('Течь.jpg');
    expect(shownName('Течь.heic', 'photo')).toBe('Течь.heic.jpg');
    expect(shownName('', 'photo')).toBe('Фото.jpg');
  });

  it('is read through the ways in which programs spoil it', () => {
    const good = 'Жалоба на звук № 5.pdf';
    const windows = (text: string, encoding: string) => new TextDecoder(encoding).decode(Buffer.from(text));
    for (const spoiled of [
      latin1(good),
      latin1(latin1(good)),
      windows(good, 'windows-1252'),
      windows(good, 'windows-1251'),
    ]) {
      expect(shownName(spoiled, 'pdf')).toBe(good);
    }
    for (const honest of ['café.pdf', 'Ñandú.pdf', 'Счёт №1.pdf', 'РСТ.pdf']) {
      expect(shownName(honest, 'pdf')).toBe(honest);
    }
  });

  it('has at most a hundred characters, and no half of one at the end', () => {
    for (const long of ['ж'.repeat(300), '👩‍👩‍👧‍👦'.repeat(80), 'е\u0301'.repeat(300), 'x'.repeat(1_000_000)]) {
      const name = shownName(`${long}.pdf`, 'pdf');
      expect(name.length).toBeLessThanOrEqual(100);
      expect(name).toMatch(/\.pdf$/);
      expect(name).not.toMatch(/\p{Cs}/u);
    }
  });

  it('of a file that is not taken keeps its ending', () => {
    expect(sentName(latin1('Жалоба.docx'))).toBe('Жалоба.docx');
    expect(sentName('\u200B')).toBe('Файл без имени');
  });
});
