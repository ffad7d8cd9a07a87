import type { MailSettings } from '@concord/core';
import { Card } from '../../shell/card.tsx';
import { sayDays } from './retention.ts';
import { settingTexts } from './setting-texts.ts';
import styles from './settings.module.css';

/** The rules for whoever may not change them: what holds, and what that means. */
export function SettingsRead({ settings }: { readonly settings: MailSettings }) {
  const values = sayValues(settings);
  const names = Object.keys(settingTexts) as readonly (keyof MailSettings)[];
  return (
    <Card>
      <dl className={styles.read}>
        {names.map((name) => (
          <div key={name}>
            <dt>{settingTexts[name].label}</dt>
            <dd>
              <strong>
                <bdi>{values[name]}</bdi>
              </strong>
              <span>{settingTexts[name].description}</span>
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

function sayValues(settings: MailSettings): Record<keyof MailSettings, string> {
  const { retentionDays } = settings;
  return {
    copiesCount: sayOn(settings.copiesCount),
    ownDomains: sayList(settings.ownDomains),
    excludedDomains: sayList(settings.excludedDomains),
    excludedLabels: sayList(settings.excludedLabels),
    keepPreview: sayOn(settings.keepPreview),
    retentionDays: retentionDays === undefined ? 'Never' : `After ${sayDays(retentionDays)}`,
    fillNewContacts: sayOn(settings.fillNewContacts),
  };
}

const sayOn = (isOn: boolean): string => (isOn ? 'Yes' : 'No');
const sayList = (items: readonly string[]): string => (items.length === 0 ? 'None' : items.join(', '));
