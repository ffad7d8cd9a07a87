export { reviewPage } from './review-page.ts';
