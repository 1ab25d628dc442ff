import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { PanelMount } from './panel-mount.js';

/** The staff panel at `/admin`: what stands in it, the modules declare by their `PanelPart`s. */
@Module({ imports: [DiscoveryModule], providers: [PanelMount], exports: [PanelMount] })
export class PanelModule {}
