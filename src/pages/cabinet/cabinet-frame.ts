import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Request } from 'express';
import { AccountsService } from '../../accounts/accounts.service.js';
import type { View } from '../../web/page.js';
import { PageWriter } from '../../web/page-writer.js';
import { type CabinetLine, cabinetMenu } from './cabinet-menu.js';

/** What stands around each page of a resident who is signed in: the menu, and where in it one is. */
@Injectable()
export class CabinetFrame implements OnModuleInit {
  constructor(
    private readonly pages: PageWriter,
    private readonly accounts: AccountsService,
  ) {}

  onModuleInit(): void {
    this.pages.frames.set('page', (request, page) => this.around(request, page));
  }

  private async around(
    { context, path }: Request,
    { status }: View,
  ): Promise<{ menu?: CabinetLine[]; profile?: string }> {
    if (!context.user) return {};
    const profile = path === '/profile' ? 'page' : path.startsWith('/profile/') ? 'true' : '';
    // a page that tells of a fault asks for nothing that may fail too
    const seen = status < 500 ? await this.accounts.rightsOf(context.user.id) : [];
    return { menu: cabinetMenu(path, status < 400, seen), profile };
  }
}
