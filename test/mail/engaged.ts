import { createHash } from 'node:crypto';
import {
  type Engagement,
  type EngagementWords,
  putEngagement,
  sealWords,
} from '../../packages/engine/src/mail/engagement-record.ts';
import type { Ports } from '../functions/attacks/scene.ts';

type Wanted = Partial<Omit<Engagement, 'firm' | 'sealed'>> & { readonly words?: Partial<EngagementWords> };

/** A message on the timelines of a firm, with what is not said filled in. */
export async function addEngagement(ports: Ports, firm: string, { words, ...wanted }: Wanted = {}): Promise<string> {
  const id = wanted.id ?? createHash('sha256').update(String(Math.random())).digest('hex').slice(0, 24);
  const engagement: Engagement = {
    firm,
    id,
    at: ports.clock.now(),
    direction: 'received',
    contacts: [],
    boxes: [],
    hasAttachments: false,
    ...wanted,
    ...(await sealWords(ports, firm, {
      subject: 'The lease',
      preview: 'Please sign.',
      thread: 't1',
      people: [],
      ...words,
    })),
  };
  await putEngagement(ports, { engagement, rev: 0 });
  return id;
}
