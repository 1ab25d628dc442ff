import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Random } from '../../core/random.js';
import { Secrets } from '../../core/secrets.js';
import { Cookies } from '../../web/cookies.js';

const DAYS_180 = 180 * 86_400;
const MOST_RESIDENTS = 5;

/** Who has signed in from a browser before: no key to anything, only a counter of its own for wrong passwords. */
@Injectable()
export class KnownBrowser {
  constructor(
    private readonly cookies: Cookies,
    private readonly secrets: Secrets,
    private readonly random: Random,
  ) {}

  read(request: Request): { id: string; userIds: string[] } | undefined {
    const signed = this.cookies.read(request, 'known');
    const value = signed === undefined ? undefined : this.secrets.unsign('known browser', signed);
    const [id, ...userIds] = value?.split('~') ?? [];
    return id === undefined ? undefined : { id, userIds };
  }

  remember(request: Request, response: Response, userId: string): void {
    const known = this.read(request) ?? { id: this.random.token(12), userIds: [] };
    const userIds = [userId, ...known.userIds.filter((other) => other !== userId)].slice(0, MOST_RESIDENTS);
    const value = this.secrets.sign('known browser', [known.id, ...userIds].join('~'));
    this.cookies.set(response, 'known', value, DAYS_180);
  }
}
