import { MemorySaver } from '@/engine';
import { validateSaver } from './validate-saver';

validateSaver("Retrograph's MemorySaver", () => ({ saver: new MemorySaver(), close: () => {} }));
