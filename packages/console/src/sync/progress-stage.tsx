import type { SyncView } from '@concord/core';
import { Stack } from '@mantine/core';
import { useStop } from '../api/syncs.ts';
import { type Motion, TwoSides } from '../diagram/two-sides.tsx';
import { ActionButton } from '../shell/action-button.tsx';
import { Card } from '../shell/card.tsx';
import { Failure } from '../shell/failure.tsx';
import { PageHeading } from '../shell/page-heading.tsx';
import { ManageCard } from './manage-card.tsx';
import { ProgressLine, wholePercent } from './progress-line.tsx';
import type { StageProps } from './sync-page.tsx';

/** Reading both sides, or carrying out a preview: how far, how long still, what it waits for. */
export function ProgressStage({ sync, session }: StageProps) {
  const isRunning = sync.state === 'running';
  const motion: Motion = isRunning ? 'writing' : 'reading';
  const percent = isRunning && sync.progress?.total !== undefined ? wholePercent(sync.progress) : undefined;
  const tab = percent === undefined ? (isRunning ? 'Syncing' : 'Preparing preview') : `${percent} % · Syncing`;
  return (
    <>
      <PageHeading title={isRunning ? 'Syncing' : 'Preparing your preview'} tab={tab}>
        {sync.sentence}
      </PageHeading>
      <Card>
        <Stack gap="xl">
          <TwoSides motion={motion} itemType={sync.itemType} left={sync.left} right={sync.right} />
          <ProgressLine sync={sync} />
        </Stack>
      </Card>
      {isRunning ? <ManageCard sync={sync} session={session} /> : <Cancel sync={sync} />}
    </>
  );
}

/** Stopping a preview that is being prepared leads back to the choices. */
function Cancel({ sync }: { readonly sync: SyncView }) {
  const stop = useStop(sync.id);
  return (
    <Stack gap="md" align="flex-start">
      {stop.error && <Failure error={stop.error} />}
      <ActionButton variant="default" isBusy={stop.isPending} onClick={() => stop.mutate()}>
        Cancel
      </ActionButton>
    </Stack>
  );
}
