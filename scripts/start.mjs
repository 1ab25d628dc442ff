import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';

ensureInstalled();
ensureBuilt();
// In this very process, so that signals and the exit code need no forwarding and nothing is left over when it is killed.
await import('../dist/main.js');
