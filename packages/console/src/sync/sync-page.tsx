import type { SyncState, SyncView } from '@concord/core';
import { Stack } from '@mantine/core';
import { type ComponentType, useState } from 'react';
import { ActivityList } from '../activity/activity-list.tsx';
import { useSync } from '../api/syncs.ts';
import type { SignedIn } from '../settings/settings-page.tsx';
import { BackLink } from '../shell/back-link.tsx';
import { Failure } from '../shell/failure.tsx';
import { PageHeading } from '../shell/page-heading.tsx';
import { PagePlaceholder } from '../shell/placeholder.tsx';
import { UndoCard } from '../undo/undo-card.tsx';
import { ChooseStage } from './choose-stage.tsx';
import { LiveStage } from './live-stage.tsx';
import { PreviewStage } from './preview-stage.tsx';
import { ProgressStage } from './progress-stage.tsx';
import { type Step, Steps } from './steps.tsx';

/** Whether what was deleted on the right and kept on the left is sent again: one choice through all stages. */
export type Resend = { readonly isResent: boolean; readonly setResent: (isResent: boolean) => void };
export type StageProps = { readonly sync: SyncView; readonly session: SignedIn; readonly resend: Resend };

const stages = {
  draft: { step: 'choose', Stage: ChooseStage },
  scanning: { step: 'preview', Stage: ProgressStage },
  previewed: { step: 'preview', Stage: PreviewStage },
  running: { step: 'sync', Stage: ProgressStage },
  live: { step: 'live', Stage: LiveStage },
  paused: { step: 'live', Stage: LiveStage },
  stopped: { step: 'choose', Stage: ChooseStage },
} as const satisfies Record<SyncState, { step: Step; Stage: ComponentType<StageProps> }>;

/** One sync, from choosing to live: each state of it is one stage of this page. */
export function SyncPage({ session, sync: id }: { readonly session: SignedIn; readonly sync: string }) {
  const sync = useSync(id);
  const [chosen, setResent] = useState<boolean>();
  if (!sync.data && sync.isError) return <Missing error={sync.error} onRetry={() => sync.refetch()} />;
  if (!sync.data) return <PagePlaceholder />;
  const { state, policy } = sync.data;
  // A preview that is there says what was chosen; whoever starts anew begins with the default.
  const isPreviewed = state === 'scanning' || state === 'previewed';
  const isResent = chosen ?? (isPreviewed ? policy.resend : undefined) ?? true;
  const { step, Stage } = stages[state];
  return (
    <Stack gap="xl">
      <Steps current={step} />
      {sync.data.undo && <UndoCard sync={sync.data} undo={sync.data.undo} />}
      <Stage sync={sync.data} session={session} resend={{ isResent, setResent }} />
      {state === 'stopped' && <ActivityList sync={sync.data} />}
    </Stack>
  );
}

function Missing({ error, onRetry }: { readonly error: Error; readonly onRetry: () => unknown }) {
  return (
    <Stack gap="lg">
      <PageHeading title="This sync cannot be shown" />
      <Failure error={error} onRetry={onRetry} />
      <BackLink />
    </Stack>
  );
}
