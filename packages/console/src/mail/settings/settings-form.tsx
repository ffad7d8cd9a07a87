import type { MailSettings, MailSettingsEdit } from '@concord/core';
import { NativeSelect, Switch } from '@mantine/core';
import type { ReactNode } from 'react';
import { useSaveMailSettings } from '../../api/mail.ts';
import { announce } from '../../shell/announcer.tsx';
import { Card } from '../../shell/card.tsx';
import { Failure } from '../../shell/failure.tsx';
import { ListInput } from '../../shell/list-input.tsx';
import { SaveState } from '../../watches/draft-state.tsx';
import { readDomains, readLabels } from './read-lists.ts';
import { forEver, retentionChoices } from './retention.ts';
import { settingTexts } from './setting-texts.ts';
import styles from './settings.module.css';

type PartProps = { readonly settings: MailSettings };

/** Each rule with what it changes, saved one by one. */
export function SettingsForm({ settings }: PartProps) {
  return (
    <>
      <WhoCounts settings={settings} />
      <LeftOut settings={settings} />
      <Kept settings={settings} />
    </>
  );
}

/** Saves what one card changes. What was chosen stands there while it is saved; if that fails, what holds comes back. */
function useSettings(settings: MailSettings) {
  const saving = useSaveMailSettings();
  const { retentionDays, ...edit } = saving.isPending ? saving.variables : {};
  const shown: MailSettings = { ...settings, ...edit };
  const save = (next: MailSettingsEdit): void =>
    saving.mutate(next, { onSuccess: () => announce('The mail settings are saved.') });
  return {
    saving,
    shown,
    days: retentionDays === undefined ? settings.retentionDays : (retentionDays ?? undefined),
    save,
  };
}

type SettingsCardProps = {
  readonly title: string;
  readonly saving: ReturnType<typeof useSaveMailSettings>;
  readonly children: ReactNode;
};

function SettingsCard({ title, saving, children }: SettingsCardProps) {
  return (
    <Card title={title} aside={<SaveState isPending={saving.isPending} isSaved={saving.isSuccess} />}>
      <div className={styles.form}>
        {children}
        {saving.error && <Failure error={saving.error} />}
      </div>
    </Card>
  );
}

function WhoCounts({ settings }: PartProps) {
  const { saving, shown, save } = useSettings(settings);
  return (
    <SettingsCard title="Who counts" saving={saving}>
      <Switch
        {...settingTexts.copiesCount}
        checked={shown.copiesCount}
        onChange={(event) => save({ copiesCount: event.currentTarget.checked })}
      />
      <ListInput
        {...settingTexts.ownDomains}
        placeholder="example.com"
        add="Add to your firm’s own domains"
        of={settingTexts.ownDomains.label}
        items={shown.ownDomains}
        read={(text) => readDomains(text, shown.ownDomains)}
        onChange={(ownDomains) => save({ ownDomains })}
      />
      <Switch
        {...settingTexts.fillNewContacts}
        checked={shown.fillNewContacts}
        onChange={(event) => save({ fillNewContacts: event.currentTarget.checked })}
      />
    </SettingsCard>
  );
}

function LeftOut({ settings }: PartProps) {
  const { saving, shown, save } = useSettings(settings);
  return (
    <SettingsCard title="What is left out" saving={saving}>
      <ListInput
        {...settingTexts.excludedDomains}
        placeholder="example.com"
        add="Add to the excluded domains"
        of={settingTexts.excludedDomains.label}
        items={shown.excludedDomains}
        read={(text) => readDomains(text, shown.excludedDomains)}
        onChange={(excludedDomains) => save({ excludedDomains })}
      />
      <ListInput
        {...settingTexts.excludedLabels}
        placeholder="Personal"
        add="Add to the labels that are left out"
        of={settingTexts.excludedLabels.label}
        items={shown.excludedLabels}
        read={(text) => readLabels(text, shown.excludedLabels)}
        onChange={(excludedLabels) => save({ excludedLabels })}
      />
    </SettingsCard>
  );
}

function Kept({ settings }: PartProps) {
  const { saving, shown, days, save } = useSettings(settings);
  return (
    <SettingsCard title="What is kept, and how long" saving={saving}>
      <Switch
        {...settingTexts.keepPreview}
        checked={shown.keepPreview}
        onChange={(event) => save({ keepPreview: event.currentTarget.checked })}
      />
      <NativeSelect
        className={styles.choice ?? ''}
        {...settingTexts.retentionDays}
        value={days === undefined ? forEver : `${days}`}
        onChange={({ currentTarget: { value } }) => save({ retentionDays: value === forEver ? null : Number(value) })}
        data={[...retentionChoices(settings.retentionDays)]}
      />
    </SettingsCard>
  );
}
