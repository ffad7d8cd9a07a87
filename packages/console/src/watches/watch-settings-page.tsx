import type { WatchFrequency, WatchingView, WatchSettingsEdit } from '@concord/core';
import { NativeSelect, Stack, Switch } from '@mantine/core';
import { useSaveWatchSettings, useWatching } from '../api/watching.ts';
import { watchesPath } from '../routing/routes.ts';
import { announce } from '../shell/announcer.tsx';
import { BackLink } from '../shell/back-link.tsx';
import { Card } from '../shell/card.tsx';
import { Failure } from '../shell/failure.tsx';
import { PageHeading } from '../shell/page-heading.tsx';
import { PagePlaceholder } from '../shell/placeholder.tsx';
import { CaseTypes } from './case-types.tsx';
import { ConflictSettings } from './conflict-settings.tsx';
import { SaveState } from './draft-state.tsx';
import fieldStyles from './watch-fields.module.css';
import { frequencyWords, optionsOf } from './watch-words.ts';
import styles from './watches.module.css';

/** When watches are refreshed, who wins where both sides changed, and what practice areas are called here. For the whole firm. */
export function WatchSettingsPage() {
  const watching = useWatching();
  return (
    <Stack gap="xl">
      <PageHeading title="Refresh settings">
        They hold for all watches of your firm, and are saved as you change them.
      </PageHeading>
      {watching.data && <Settings view={watching.data} />}
      {watching.isPending && <PagePlaceholder />}
      {watching.isError && !watching.data && <Failure error={watching.error} onRetry={() => watching.refetch()} />}
      <BackLink path={watchesPath} label="All watches" />
    </Stack>
  );
}

function Settings({ view }: { readonly view: WatchingView }) {
  return (
    <>
      <When view={view} />
      <ConflictSettings settings={view.settings} />
      <CaseTypes rows={view.caseTypes} />
    </>
  );
}

function When({ view }: { readonly view: WatchingView }) {
  const saving = useSaveWatchSettings();
  // What was chosen stands there while it is saved; if that fails, what holds comes back.
  const settings = { ...view.settings, ...(saving.isPending ? saving.variables : {}) };
  const save = (edit: WatchSettingsEdit): void =>
    saving.mutate(edit, { onSuccess: () => announce('Refresh settings saved.') });
  return (
    <Card
      title="When watches are refreshed"
      aside={<SaveState isPending={saving.isPending} isSaved={saving.isSuccess} />}
    >
      <div className={fieldStyles.form}>
        <p className={styles.line}>{view.sentence}</p>
        <Switch
          label="Auto-sync"
          description="Refreshes all linked watches by itself, with what the account of whoever switches it on sees in Clio."
          checked={settings.autoSync}
          onChange={(event) => save({ autoSync: event.currentTarget.checked })}
        />
        <NativeSelect
          label="How often"
          description={settings.autoSync ? undefined : 'Holds as soon as auto-sync is on.'}
          value={settings.frequency}
          onChange={(event) => save({ frequency: event.currentTarget.value as WatchFrequency })}
          data={optionsOf(frequencyWords)}
        />
        <Switch
          label="Sync on login"
          description="Refreshes all linked watches when somebody of the firm signs in, unless that was done just before."
          checked={settings.onLogin}
          onChange={(event) => save({ onLogin: event.currentTarget.checked })}
        />
        {saving.error && <Failure error={saving.error} />}
      </div>
    </Card>
  );
}
