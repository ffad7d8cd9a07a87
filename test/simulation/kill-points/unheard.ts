import type { Scene } from './scene.ts';

const losses = ['clio.webhookLost', 'microsoft.notificationLost'] as const;

/** Nobody is told of what people do meanwhile. */
export function unheard({ world }: Scene, deeds: () => void): void {
  for (const loss of losses) world.awkward.set(loss, { rate: 1 });
  deeds();
  for (const loss of losses) world.awkward.set(loss, undefined);
}
