import type { SchedulePart } from '../template/parts.ts';
import type { Functions } from './functions.ts';

/** Calls functions at their rate, the first time at once: a machine that was off has something to catch up on. */
export function startSchedules(
  schedules: readonly SchedulePart[],
  invoke: Functions['invoke'],
  log: (text: string) => void,
): { readonly close: () => void } {
  const timers = schedules.map(({ functionName, everyMs }) => {
    let isRunning = false;
    const run = async (): Promise<void> => {
      if (isRunning) return;
      isRunning = true;
      try {
        await invoke(functionName, scheduledEvent(Date.now()));
      } catch (error) {
        log(`${String(error)}\n`);
      } finally {
        isRunning = false;
      }
    };
    void run();
    return setInterval(() => void run(), everyMs);
  });
  return { close: () => timers.forEach(clearInterval) };
}

export function scheduledEvent(at: number): object {
  return {
    version: '0',
    source: 'aws.events',
    'detail-type': 'Scheduled Event',
    time: new Date(at).toISOString(),
    detail: {},
  };
}
