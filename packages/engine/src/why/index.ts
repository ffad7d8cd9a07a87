export { lookNow } from './look-now.ts';
export { why } from './why.ts';
