import { type ClientList, type Copy, type Placing, type Sandbox, toClio, toGoogle, toOutlook } from '@concord/sandbox';
import { type Member, userOf } from './bench-firm.ts';
import type { RightProvider } from './options.ts';
import type { Scene } from './scene.ts';

export const firmId = 7001;

const providers = ['microsoft', 'google'] as const satisfies readonly RightProvider[];
/** Contacts of a real firm were not made a second ago. */
const ageMs = 10 * 60_000;

/** One member for each address book, with Microsoft and with Google in turn, all connected, each with the draft of a sync. */
export async function fillFirm(scene: Scene, { clio, books }: ClientList): Promise<readonly Member[]> {
  const users = books.map((_, index) => userOf(7_101 + index, `member${index + 1}@firm.example.com`));
  const [owner, ...others] = users;
  if (owner === undefined) throw new Error('A firm has at least one member.');
  const { contacts, addFirm } = scene.sandbox.clio;
  addFirm({ id: firmId, name: 'Firm', users: [{ ...owner, account_owner: true }, ...others] });
  const { refused } = contacts.addMany(clio.map(inputOf(toClio)), firmId);
  if (refused[0] !== undefined) throw new Error(`Clio takes not all of them: ${refused[0].reason}`);
  const members: Member[] = [];
  for (const [index, user] of users.entries()) {
    const provider = providers[index % providers.length] ?? 'microsoft';
    members.push(await scene.addMember(firmId, user, provider));
    fillBook(scene.sandbox, provider, user.email, books[index] ?? []);
  }
  await scene.advance(ageMs);
  return members;
}

function fillBook(
  { microsoft, google }: Sandbox,
  provider: RightProvider,
  email: string,
  copies: readonly Copy[],
): void {
  if (provider === 'microsoft') microsoft.addMany(email, copies.map(inputOf(toOutlook)));
  else google.addMany(email, copies.map(inputOf(toGoogle)));
}

const inputOf =
  <Input>(place: (card: Copy['card']) => Placing<Input>) =>
  ({ card }: Copy): Input => {
    const placing = place(card);
    if (placing.kind === 'refused') throw new Error(placing.reason);
    return placing.input;
  };
