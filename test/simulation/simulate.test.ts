import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Report } from './report.ts';

const command = new URL('./simulate.ts', import.meta.url).pathname;
const seeds = 2_000;

async function simulate(
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [command, ...args], { maxBuffer: 64e6 });
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, err: stderr };
  }
}

describe('npm run simulate', () => {
  it(`finds nothing wrong in ${seeds} stories, and leaves nothing untried`, { timeout: 900_000 }, async () => {
    const { code, out, err } = await simulate('--seeds', String(seeds), '--json');
    const { failures, notCovered, ...report } = JSON.parse(out) as Report;
    expect({ failures, notCovered, err }).toEqual({ failures: [], notCovered: [], err: '' });
    expect({ code, seeds: report.seeds }).toEqual({ code: 0, seeds });
  });

  it('tells one story in words', async () => {
    const { code, out } = await simulate('--seed', '7');
    expect(code).toBe(0);
    expect(out).toMatch(/^\nSeed 7: .* Again: npm run simulate -- --seed 7\n/u);
    expect(out).toMatch(/All is well again/u);
  });

  it('says what is wrong with its arguments', async () => {
    expect(await simulate('--seeds', 'many')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--seeds takes a whole number from 1 on, not "many".') as unknown,
    });
  });
});
