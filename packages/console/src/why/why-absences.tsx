import type { WhyAbsence } from '@concord/core';
import { linkTo } from '../routing/location.ts';
import { syncPath } from '../routing/routes.ts';
import { Card } from '../shell/card.tsx';
import styles from './why.module.css';
import { Changes, WhyReasons } from './why-reasons.tsx';

/** Where nothing is known of what was asked, why that is. */
export function WhyAbsences({ absences }: { readonly absences: readonly WhyAbsence[] }) {
  return (
    <Card title={absences.every(({ code }) => code === 'inPlan') ? 'Not linked' : 'Where nothing is known'}>
      <ul className={styles.absences}>
        {absences.map((absence) => (
          <li key={`${absence.sync} ${absence.code}`}>
            {absence.sync !== undefined && (
              <h3>
                <a {...linkTo(syncPath(absence.sync))}>
                  {absence.left} and {absence.right}
                </a>{' '}
                (<bdi>{absence.account}</bdi>)
              </h3>
            )}
            <p>{absence.sentence}</p>
            <Changes changes={absence.changes} />
            {absence.titles?.map(({ title, because }, index) => (
              // By place: two in a plan may have one name
              <div key={index} className={styles.planned}>
                <bdi className={styles.name}>{title}</bdi>
                <WhyReasons reasons={because} />
              </div>
            ))}
          </li>
        ))}
      </ul>
    </Card>
  );
}
