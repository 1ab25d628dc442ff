import { describe, expect, it } from '@jest/globals';
import { isMessageId, letterIdOf, messageIdOf, threadHeaders } from './message-id.js';

const FIRST = '<first@mail.ru>';
const LAST = '<last@mail.ru>';

describe('The Message-ID of a letter of ours', () => {
  it('is made of its row and of the domain that letters come from', () => {
    const id = '6f0e6d1c-5a43-4b0e-9a63-2f1d7a3b7d11';
    expect(messageIdOf(id, 'noreply@kabinet.example.ru')).toBe(`<${id}@kabinet.example.ru>`);
    expect(isMessageId(messageIdOf(id, 'noreply@kabinet.example.ru'))).toBe(true);
  });

  it('leads back to its row, and that of another domain to none', () => {
    const id = '6f0e6d1c-5a43-4b0e-9a63-2f1d7a3b7d11';
    expect(letterIdOf(`<${id}@Kabinet.example.ru>`, 'noreply@kabinet.example.ru')).toBe(id);
    for (const other of [`<${id}@mail.ru>`, `<${id}@kabinet.example.ru`, `<x@kabinet.example.ru>`, id, '']) {
      expect(letterIdOf(other, 'noreply@kabinet.example.ru')).toBeUndefined();
    }
  });
});

describe('The headers of a thread', () => {
  it('name the letter that is answered and those before it, each once', () => {
    expect(threadHeaders({ inReplyTo: LAST, references: [FIRST, LAST, FIRST] })).toEqual({
      inReplyTo: LAST,
      references: [FIRST, LAST],
    });
  });

  it('are none where nothing is answered, or with what is no Message-ID', () => {
    expect(threadHeaders(undefined)).toEqual({});
    for (const inReplyTo of [
      '',
      'last@mail.ru',
      '<a b@mail.ru>',
      '<a@b>\r\nBcc: <x@y>',
      `<${'a'.repeat(300)}@b>`,
    ]) {
      expect(threadHeaders({ inReplyTo, references: [FIRST] })).toEqual({});
    }
  });

  it('leave out what somebody has made up, and the middle of a long conversation', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => `<${index}@mail.ru>`);
    const { references } = threadHeaders({ inReplyTo: LAST, references: [FIRST, 'x\r\nBcc: y', ...many] });
    expect(references).toHaveLength(20);
    expect(references?.[0]).toBe(FIRST);
    expect(references?.at(-1)).toBe(LAST);
  });
});
