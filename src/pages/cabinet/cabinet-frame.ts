import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Request } from 'express';
import type { View } from '../../web/page.js';
import { PageWriter } from '../../web/page-writer.js';
import { type CabinetLine, cabinetMenu } from './cabinet-menu.js';

/** What stands around each page of a resident who is signed in: the menu, and where in it one is. */
@Injectable()
export class CabinetFrame implements OnModuleInit {
  constructor(private readonly pages: PageWriter) {}

  onModuleInit(): void {
    this.pages.frames.set('page', (request, page) => Promise.resolve(this.around(request, page)));
  }

  private around({ context, path }: Request, { status }: View): { menu?: CabinetLine[]; profile?: string } {
    if (!context.user) return {};
    const profile = path === '/profile' ? 'page' : path.startsWith('/profile/') ? 'true' : '';
    return { menu: cabinetMenu(path, status < 400), profile };
  }
}
