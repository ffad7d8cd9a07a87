import type { MailWishView } from '@concord/core';
import type { Caller } from '@concord/engine';
import { mailWishView } from '../../packages/engine/src/mail/mail-wish-view.ts';
import { ann, type MailWorld } from './mail-world.ts';

/** What came of a wish, after the workers worked. */
export async function answerOf(
  world: MailWorld,
  asked: Promise<MailWishView>,
  caller: Caller = ann,
): Promise<MailWishView> {
  const { id } = await asked;
  await world.settle();
  return await mailWishView(world.ports, caller, id);
}
