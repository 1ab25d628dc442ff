// The office works without this file; it only helps.
(() => {
  'use strict';
})();
