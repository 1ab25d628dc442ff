import { Inject, Injectable } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { CONFIG } from '../core/tokens.js';
import type { Config } from '../core/config.js';
import { projectPath } from '../core/paths.js';
import { accentStyle } from './accent.js';
import { iconIn, manifest, serviceWorker } from './installable.js';

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};

interface Asset {
  readonly type: string;
  readonly plain: Buffer;
  gzip?: Buffer;
  brotli?: Buffer;
}

/**
 * Files of `public/`, kept in memory under names that change with their content. Each is compressed once, when a browser
 * first asks for it: all of them would be a tenth of a start, also of a job that shows no page.
 */
@Injectable()
export class Assets {
  private readonly byUrl = new Map<string, Asset>();
  private readonly urls = new Map<string, string>();

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.read();
  }

  /** Takes the files as they are now; pages name them from then on. */
  read(): void {
    this.byUrl.clear();
    this.urls.clear();
    const root = projectPath('public');
    for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
      if (TYPES[extname(name)] !== undefined) {
        this.add(name.replaceAll('\\', '/'), readFileSync(join(root, name)));
      }
    }
    const { config } = this;
    const url = (name: string): string => this.url(name);
    const text = (name: string): string => readFileSync(join(root, name), 'utf8');
    const made = {
      'accent.css': () => accentStyle(config.accentColor),
      'icon.svg': () => iconIn(config.accentColor, text('icon.svg')),
      'app.webmanifest': () => manifest(config, url),
      'sw.js': () => serviceWorker(config, url, text('sw.js')),
    };
    for (const [name, make] of Object.entries(made)) this.add(name, Buffer.from(make()));
  }

  /** The address of a file, such as /assets/app.1a2b3c4d.css. */
  url(name: string): string {
    return this.urls.get(name) ?? `/assets/${name}`;
  }

  /** Answers requests for files; lets all others pass. */
  readonly serve = (request: Request, response: Response, next: NextFunction): void => {
    const end = request.url.indexOf('?');
    const path = end < 0 ? request.url : request.url.slice(0, end);
    const asset = this.byUrl.get(path);
    if (!asset || (request.method !== 'GET' && request.method !== 'HEAD')) {
      next();
      return;
    }
    const hashed = path.startsWith('/assets/');
    response.setHeader('Content-Type', asset.type);
    response.setHeader(
      'Cache-Control',
      hashed ? 'public, max-age=31536000, immutable' : 'public, max-age=86400',
    );
    response.setHeader('Vary', 'Accept-Encoding');
    response.end(encoded(asset, request, response));
  };

  private add(name: string, content: Buffer): void {
    const hash = createHash('sha256').update(content).digest('hex').slice(0, 8);
    const dot = name.lastIndexOf('.');
    const url = `/assets/${name.slice(0, dot)}.${hash}${name.slice(dot)}`;
    const asset = { type: TYPES[extname(name)] ?? 'application/octet-stream', plain: content };
    this.urls.set(name, url);
    this.byUrl.set(url, asset);
    this.byUrl.set(`/${name}`, asset);
  }
}

function encoded(asset: Asset, request: Request, response: Response): Buffer {
  const accepted = String(request.headers['accept-encoding'] ?? '');
  // A PNG is compressed as it is.
  if (asset.type === TYPES['.png']) return asset.plain;
  if (accepted.includes('br')) {
    response.setHeader('Content-Encoding', 'br');
    return (asset.brotli ??= brotliCompressSync(asset.plain));
  }
  if (accepted.includes('gzip')) {
    response.setHeader('Content-Encoding', 'gzip');
    return (asset.gzip ??= gzipSync(asset.plain, { level: 9 }));
  }
  return asset.plain;
}
