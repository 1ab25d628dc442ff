import { Controller, Get, Inject, StreamableFile } from '@nestjs/common';
import { Clock, secondsAfter } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { CONFIG } from '../core/tokens.js';
import { Public } from '../web/request-parts.js';

/** RFC 9116 advises less than a year; the file is made anew at each request. */
const GOOD_FOR_SECONDS = 180 * 86_400;

/** Where to report a weakness of the portal (RFC 9116). */
@Controller('.well-known/security.txt')
@Public()
export class SecurityController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  @Get()
  file(): StreamableFile {
    const { company, publicUrl, securityContact } = this.config;
    const expires = secondsAfter(this.clock.now(), GOOD_FOR_SECONDS);
    const lines = [
      `Contact: ${securityContact || `mailto:${company.email}`}`,
      `Expires: ${expires.toISOString()}`,
      'Preferred-Languages: ru, en',
      `Canonical: ${publicUrl}/.well-known/security.txt`,
    ];
    return new StreamableFile(Buffer.from(`${lines.join('\n')}\n`), { type: 'text/plain; charset=utf-8' });
  }
}
