import { Controller, Get, Inject, NotFoundException, Param, StreamableFile } from '@nestjs/common';
import { type ParsedMail, simpleParser } from 'mailparser';
import type { Config } from '../../core/config.js';
import { projectPath } from '../../core/paths.js';
import { CONFIG } from '../../core/tokens.js';
import { type Page, View, view } from '../../web/page.js';
import { Public } from '../../web/request-parts.js';
import { letterNames, readLetter } from './mailbox.js';

const SHOWN = 100;

/** Letters are shown apart, in a frame that can do nothing but be read and have its links clicked. */
const FRAME_HEADERS = {
  'Content-Security-Policy':
    "sandbox allow-top-navigation allow-popups; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
};
const PAGE_HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; " +
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
};

/** The mailbox of a trial: every letter that the product has sent. */
@Controller('dev/mail')
@Public()
export class MailboxController {
  private readonly folder: string;

  constructor(@Inject(CONFIG) config: Config) {
    this.folder = projectPath(config.dataDir, 'mail');
  }

  @Get()
  async list(): Promise<Page> {
    const names = letterNames(this.folder).slice(0, SHOWN);
    const letters = await Promise.all(names.map(async (name) => describe(name, await this.parsed(name))));
    return view('mailbox/list', { title: 'Почтовый ящик', letters });
  }

  @Get(':name')
  async letter(@Param('name') name: string): Promise<Page> {
    const letter = await this.parsed(name);
    const data = {
      title: letter.subject ?? 'Письмо',
      ...describe(name, letter),
      text: letter.text,
      back: '/dev/mail',
    };
    return new View('mailbox/letter', data, 200, PAGE_HEADERS);
  }

  @Get(':name/html')
  async html(@Param('name') name: string): Promise<Page> {
    const html = String((await this.parsed(name)).html || '').replaceAll('<a ', '<a target="_top" ');
    return new View('mailbox/html', { title: '', html, layout: 'bare' }, 200, FRAME_HEADERS);
  }

  @Get(':name/source')
  source(@Param('name') name: string): StreamableFile {
    return new StreamableFile(this.raw(name), { type: 'text/plain; charset=utf-8' });
  }

  private async parsed(name: string): Promise<ParsedMail> {
    return simpleParser(this.raw(name), { skipImageLinks: true });
  }

  private raw(name: string): Buffer {
    const letter = readLetter(this.folder, name);
    if (!letter) {
      throw new NotFoundException();
    }
    return letter;
  }
}

function describe(name: string, letter: ParsedMail): object {
  const [to] = [letter.to ?? []].flat().flatMap(({ value }) => value);
  const receiver = [to?.name, to?.address].filter(Boolean).join(', ');
  return { name, subject: letter.subject ?? '', to: receiver, at: letter.date ?? null };
}
