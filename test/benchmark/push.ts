import type { Options } from './options.ts';
import type { Measured } from './report.ts';
export async function push(_: Options): Promise<Measured> { throw new Error('not yet'); }
