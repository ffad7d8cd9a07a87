import type { FirmView, MemberView } from '@concord/core';
import { Stack } from '@mantine/core';
import { useFirm } from '../api/firm.ts';
import rows from '../settings/rows.module.css';
import type { SignedIn } from '../settings/settings-page.tsx';
import { BackLink } from '../shell/back-link.tsx';
import { Card } from '../shell/card.tsx';
import { Failure } from '../shell/failure.tsx';
import { PageHeading } from '../shell/page-heading.tsx';
import { RowsPlaceholder } from '../shell/placeholder.tsx';
import { sayCount } from '../words/numbers.ts';
import { Invitations } from './invitations.tsx';
import { MemberRow } from './member-row.tsx';
import { byNeed, needsAction } from './need.ts';

/** For the account owner: who uses Concord in this firm, how it goes, and who else should. */
export function FirmPage({ session }: { readonly session: SignedIn }) {
  return (
    <Stack gap="xl">
      <PageHeading title="Your firm">
        {session.member.isOwner
          ? `Who uses Concord at ${session.firm.name}, and whether it works for them.`
          : `Only the account owner of ${session.firm.name} sees this page: it shows whose accounts work, and invites people. Clio calls the account owner the Primary Subscriber; ask them if you need something from here.`}
      </PageHeading>
      {session.member.isOwner && <Firm />}
      <BackLink />
    </Stack>
  );
}

function Firm() {
  const firm = useFirm();
  if (firm.data) return <People firm={firm.data} />;
  return (
    <Card>
      {firm.isError ? <Failure error={firm.error} onRetry={() => firm.refetch()} /> : <RowsPlaceholder rows={3} />}
    </Card>
  );
}

function People({ firm: { members, invites } }: { readonly firm: FirmView }) {
  return (
    <>
      <Card title="Members" aside={<span className={rows.small}>{sayHealth(members)}</span>} flush>
        <ul className={rows.rows}>
          {members.toSorted(byNeed).map((member) => (
            <MemberRow key={member.email} member={member} />
          ))}
        </ul>
      </Card>
      <Invitations members={members} invites={invites} />
    </>
  );
}

function sayHealth(members: readonly MemberView[]): string {
  const inNeed = members.filter(needsAction).length;
  if (inNeed === 0) return 'Nobody needs to do anything';
  return `${sayCount(inNeed, 'member needs', 'members need')} to do something`;
}
