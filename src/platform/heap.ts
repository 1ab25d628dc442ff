import { setFlagsFromString } from 'node:v8';

/**
 * Imported first of all: lets the old generation grow by a fifth, not by several times, before it is swept.
 * Measured after a load of account pages: 240 MB instead of up to 490 MB, at the same speed.
 */
setFlagsFromString('--heap-growing-percent=20');
