import { testFamilies } from './test-families.ts';

testFamilies('passes', 'brakes', 'grants', 'notices');
