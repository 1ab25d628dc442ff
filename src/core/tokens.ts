/** The checked settings of the product. */
export const CONFIG = Symbol('config');

/** The pool of connections that prepared statements use. */
export const POOL = Symbol('pool');
