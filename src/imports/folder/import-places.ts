import { Injectable } from '@nestjs/common';
import { ProfilesService } from '../panel/profiles.service.js';
import { type ImportKind, ImportKinds } from '../import-kinds.js';
import type { ImportLayout } from '../import-layout.js';

/** What the files of a folder bring, and how they are laid out. */
export interface ImportPlace {
  readonly kind: ImportKind;
  /** A word of the command. */
  readonly what: string;
  readonly layout: ImportLayout;
}

/** Tells by the name of a folder what is in it: a word of the command, what people call that, or a profile. */
@Injectable()
export class ImportPlaces {
  constructor(
    private readonly kinds: ImportKinds,
    private readonly profiles: ProfilesService,
  ) {}

  /** What each kind of files is called, by the folder for it. */
  get folders(): Readonly<Record<string, string>> {
    const brought = this.kinds.all.flatMap(({ brings }) => Object.entries(brings));
    return Object.fromEntries(brought.map(([what, { title }]) => [what, title]));
  }

  /** What is in a folder; undefined when its name says nothing. */
  async find(folder: string): Promise<ImportPlace | undefined> {
    const name = folder.toLowerCase();
    const known = Object.entries(this.folders).find(
      ([what, title]) => what === name || title.toLowerCase() === name,
    );
    if (known) return this.place(known[0], {});
    const profile = await this.profiles.called(folder);
    return profile && this.place(profile.kind, profile.layout);
  }

  private place(what: string, layout: ImportLayout): ImportPlace | undefined {
    const kind = this.kinds.bringing(what);
    return kind && { kind, what, layout };
  }
}
