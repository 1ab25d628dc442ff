import { describe, expect, it } from '@jest/globals';
import { Form } from './form.js';
import { openedWith, secondOf } from './second-form.js';

const LABELS = { name: 'Имя', text: 'Текст' };

describe('A form that came second', () => {
  it('keeps what was typed, takes what stands now where nothing was, and knows it the next time', () => {
    const form = Form.empty({
      name: 'Анна',
      text: 'моё',
      opened: openedWith({ name: 'Анна', text: 'было' }),
    });
    const rows = secondOf(form, LABELS, { name: 'Вера', text: 'чужое' });
    expect(form.values).toMatchObject({ name: 'Вера', text: 'моё' });
    expect(rows).toEqual([
      { name: 'name', label: 'Имя', was: 'Анна', now: 'Вера', typed: 'Анна', left: true },
      { name: 'text', label: 'Текст', was: 'было', now: 'чужое', typed: 'моё', left: false },
    ]);
    expect(secondOf(form, LABELS, { name: 'Вера', text: 'чужое' }).map(({ name }) => name)).toEqual(['text']);
  });

  it('tells of no field that nobody has changed', () => {
    const values = { name: 'Анна', text: '' };
    const form = Form.empty({ ...values, opened: openedWith(values) });
    expect(secondOf(form, LABELS, values)).toEqual([]);
  });

  it('knows long texts by their hash, also as a browser sends them', () => {
    const long = 'строка\n'.repeat(200).trim();
    const opened = openedWith({ name: ' Анна ', text: long });
    expect(opened.length).toBeLessThan(200);
    const form = Form.empty({ name: 'Анна', text: long.replaceAll('\n', '\r\n'), opened });
    const rows = secondOf(form, LABELS, { name: 'Анна', text: 'короче' });
    expect(rows).toEqual([expect.objectContaining({ name: 'text', was: undefined, left: true })]);
    expect(form.values['text']).toBe('короче');
  });

  it.each(['', '{', '[1]', 'null', '{"name":1}'])(
    'that tells nothing of its beginning (%s) keeps all',
    (opened) => {
      const form = Form.empty({ name: 'Анна', text: 'моё', opened });
      expect(secondOf(form, LABELS, { name: 'Вера', text: 'чужое' }).map(({ left }) => left)).toEqual([
        false,
        false,
      ]);
      expect(form.values).toMatchObject({ name: 'Анна', text: 'моё' });
    },
  );
});
