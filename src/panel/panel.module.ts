import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { PanelMount } from './panel-mount.js';
import { Workbooks } from './workbooks.js';

/** The staff panel at `/admin`: what stands in it, the modules declare by their `PanelPart`s. */
@Module({
  imports: [DiscoveryModule],
  providers: [PanelMount, Workbooks],
  exports: [PanelMount, Workbooks],
})
export class PanelModule {}
