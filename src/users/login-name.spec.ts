import { describe, it, expect } from '@jest/globals';
import { loginKey, loginProblem } from './login-name.js';

const problem = (login: string, email = 'irina@mail.ru') => loginProblem(login, email);

describe('loginProblem', () => {
  it('не принимает два символа и принимает три', () => {
    expect(problem('ab')).toContain('минимум 3 символа');
    expect(problem('abc')).toBeNull();
    expect(problem('Аня')).toBeNull();
    expect(problem('')).toBe('Укажите логин');
  });

  it('принимает 64 символа и не больше', () => {
    expect(problem('a'.repeat(64))).toBeNull();
    expect(problem('a'.repeat(65))).toContain('не более 64');
  });

  it.each(['Irina.Petrova', 'ирина-1956', 'Семён_Ёлкин', '89501234567', 'a-1', 'ｉｒｉｎａ'])(
    'принимает %s',
    (login) => {
      expect(problem(login)).toBeNull();
    },
  );

  it.each(['irinа', 'Аdmin123', 'иринa'])('не даёт смешать похожие буквы двух алфавитов: %s', (login) => {
    expect(problem(login)).toContain('либо только русскими, либо только латинскими');
  });

  it.each([
    'ирина петрова',
    'a b c',
    "o'neil",
    '...',
    '-_-',
    'abc\0',
    'ab\u200Bc',
    'ıstanbul',
    'ирина👍',
    'ελένη',
    '<b>',
    'a\u202Ebc',
  ])('не принимает посторонних знаков: %j', (login) => {
    expect(problem(login)).toContain('возможны русские или латинские буквы');
  });

  it('допускает @, только если логин и есть адрес почты', () => {
    expect(problem('Irina@Mail.ru')).toBeNull();
    expect(problem('boss@maxkom.ru')).toContain('Знак @');
    expect(problem('irina@mail.ru', '')).toContain('Знак @');
    expect(problem('irina@mail.ru ', 'irina@mail.ru')).toContain('Знак @');
  });

  it.each(['admin', 'ADMIN', 'a.d.m.i.n', 'Диспетчер', 'support_', 'макском', 'root', 'ａｄｍｉｎ'])(
    'не даёт выдать себя за компанию: %s',
    (login) => {
      expect(problem(login)).toBe('Такой логин занять нельзя. Придумайте другой');
    },
  );
});

describe('loginKey', () => {
  it('не различает регистр, но различает е и ё', () => {
    expect(loginKey('ИРИНА.П')).toBe(loginKey('ирина.п'));
    expect(loginKey('Семён')).toBe('семён');
    expect(loginKey('Семён')).not.toBe(loginKey('Семен'));
    expect(loginKey('Семе\u0308н')).toBe('семён');
  });
});
