import { type Box, clientsOf } from './cast.ts';
import { compose, type Scene } from './deeds/scene.ts';
import { keyOf } from './judge/oracle.ts';

/**
 * When all is well: one message from every address that a contact has, and from every address that one had, into one mailbox of
 * the firm. Whoever is known must be known again, and whoever is gone must be forgotten.
 */
export function sendProbes(scenes: readonly Scene[]): void {
  for (const [firm, own] of Map.groupBy(scenes, ({ box }) => box.firm.id)) {
    const scene = own[0]?.chance.pick(own);
    if (scene === undefined) continue;
    const { record, stage, box } = scene;
    const now = clientsOf(stage, firm).flatMap(({ addresses }) => addresses);
    // A Clio that shows nobody at all is a fault to Concord: it forgets nobody then.
    if (now.length === 0) continue;
    record.note({ kind: 'probes', firm });
    const ever = record.of('contact').flatMap((one) => (one.firm === firm ? (one.addresses ?? []) : []));
    const addresses = new Map([...ever, ...now].map((address) => [keyOf(address), address]));
    for (const address of addresses.values()) probe(scene, box, address);
  }
}

function probe(scene: Scene, { email, hands }: Box, from: string): void {
  const { mail } = compose(scene, { from, to: [email] });
  hands.receive(mail, {});
}
