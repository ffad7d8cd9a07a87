import styles from './progress-bar.module.css';

/** Without a percentage (nobody knows the total yet) the bar moves and claims nothing. */
export function ProgressBar({ label, percent }: { readonly label: string; readonly percent: number | undefined }) {
  const value = percent === undefined ? {} : { 'aria-valuenow': percent, 'aria-valuetext': `${percent} %` };
  return (
    <div className={styles.bar} role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} {...value}>
      <span data-unknown={percent === undefined || undefined} style={{ width: `${percent ?? 30}%` }} />
    </div>
  );
}
