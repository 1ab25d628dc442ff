import { setFlagsFromString } from 'node:v8';

/**
 * Imported first of all: lets the old generation grow no more than to 2.7 times its size before it is swept.
 * Without it the process was seen to keep up to 490 MB after a load of account pages; sweeping at half that growth cost a fifth of the speed.
 */
setFlagsFromString('--heap-growing-percent=170');
