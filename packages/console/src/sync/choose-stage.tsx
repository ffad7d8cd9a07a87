import type { ChoiceRequest, PolicyView, PrivateChoice, SyncView } from '@concord/core';
import { Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useScan } from '../api/syncs.ts';
import { GuestsAsText } from '../calendars/guests-as-text.tsx';
import { PrivateEvents } from '../calendars/private-events.tsx';
import { TwoSides } from '../diagram/two-sides.tsx';
import { ActionButton } from '../shell/action-button.tsx';
import { Card } from '../shell/card.tsx';
import { Failure } from '../shell/failure.tsx';
import { PageHeading } from '../shell/page-heading.tsx';
import { type RadioChoice, RadioChoices } from '../shell/radio-choices.tsx';
import { itemWords } from '../words/items.ts';
import { ClioSyncQuestion } from './clio-sync-question.tsx';
import { ManageCard } from './manage-card.tsx';
import { mayBeKept, ResendChoice } from './resend-choice.tsx';
import type { Resend, StageProps } from './sync-page.tsx';
import { WhichContacts } from './which-contacts.tsx';

/** Which items, who wins, whether Clio's own sync is off: then both sides are read. Also where a stopped sync begins again. */
export function ChooseStage({ sync, session, resend }: StageProps) {
  const isStopped = sync.state === 'stopped';
  return (
    <>
      {isStopped ? (
        <PageHeading title="This sync is stopped" tab="Stopped">
          {sync.sentence}
        </PageHeading>
      ) : (
        <PageHeading title="Choose what to sync" tab="Choose">
          {sync.sentence}
        </PageHeading>
      )}
      <ChooseForm key={sync.id} sync={sync} resend={resend} />
      <ManageCard sync={sync} session={session} />
    </>
  );
}

function ChooseForm({ sync, resend }: { readonly sync: SyncView; readonly resend: Resend }) {
  const { isResent, setResent } = resend;
  const isStopped = sync.state === 'stopped';
  const isOfEvents = sync.itemType === 'event';
  const wasLive = isStopped || sync.linked > 0;
  const scan = useScan(sync.id);
  const [conflicts, setConflicts] = useState(sync.policy.conflicts);
  const [choice, setChoice] = useState(chosenBefore(sync.policy));
  const [hidden, setHidden] = useState<PrivateChoice>(sync.policy.private ?? 'busy');
  const [areGuestsTold, setGuestsTold] = useState(sync.policy.guests ?? true);
  const [isClioSyncOff, setClioSyncOff] = useState(sync.policy.clioSyncOff);
  const [isMissing, setMissing] = useState(false);
  const asChosen = isOfEvents ? { private: hidden, guests: areGuestsTold } : { choice };
  const ask = () => {
    if (isClioSyncOff) scan.mutate({ clioSyncOff: true, conflicts, resend: isResent, ...asChosen });
    setMissing(!isClioSyncOff);
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <Card>
        <Stack gap="xl">
          <TwoSides
            motion={isStopped ? 'stopped' : 'idle'}
            itemType={sync.itemType}
            left={sync.left}
            right={sync.right}
            caption={`${choice === 'everything' ? 'All' : 'Chosen'} ${itemWords[sync.itemType].many}, both ways`}
          />
          {isOfEvents ? (
            <>
              <PrivateEvents sync={sync} value={hidden} onChange={setHidden} />
              <GuestsAsText sync={sync} isTold={areGuestsTold} onChange={setGuestsTold} />
            </>
          ) : (
            <WhichContacts sync={sync} value={choice} onChange={setChoice} />
          )}
          <ConflictChoice sync={sync} value={conflicts} onChange={setConflicts} />
          {wasLive && mayBeKept(sync) && <ResendChoice sync={sync} isResent={isResent} onChange={setResent} />}
          <ClioSyncQuestion
            itemType={sync.itemType}
            right={sync.right.label}
            isOff={isClioSyncOff}
            isMissing={isMissing && !isClioSyncOff}
            onChange={setClioSyncOff}
          />
          {scan.error && <Failure error={scan.error} />}
          <Group gap="md">
            <ActionButton type="submit" size="md" isBusy={scan.isPending}>
              {isStopped ? 'Start again' : 'Sync'}
            </ActionButton>
            <Text size="sm" c="dimmed">
              Only reads. The preview comes next, and nothing is written before you press Start Sync there.
            </Text>
          </Group>
        </Stack>
      </Card>
    </form>
  );
}

const chosenBefore = ({ choice }: PolicyView): ChoiceRequest =>
  choice ? { side: choice.side, group: choice.group.id } : 'everything';

type Conflicts = PolicyView['conflicts'];
type ConflictChoiceProps = {
  readonly sync: SyncView;
  readonly value: Conflicts;
  readonly onChange: (value: Conflicts) => void;
};

function ConflictChoice({ sync, value, onChange }: ConflictChoiceProps) {
  const { left, right } = sync;
  const choices = [
    { value: 'left', label: `${left.label} wins`, text: 'Usual for a firm: Clio is the book of record.' },
    { value: 'right', label: `${right.label} wins`, text: `If you keep your ${right.collection} more carefully.` },
    { value: 'ask', label: 'Ask me', text: 'That one detail waits for you; all others go on.' },
  ] as const satisfies readonly RadioChoice<Conflicts>[];
  return (
    <RadioChoices
      label="When both sides changed the same detail"
      description="Changes to different details always both survive. The value that loses is kept in the history."
      choices={choices}
      value={value}
      onChange={onChange}
    />
  );
}
