import { Json, exceedsPayload } from '../json';
import { dataTooLarge } from './errors';

/** The data, if a state may hold so much. Larger ones are never written down: one text can be in them many times. */
export function withinPayload(data: Json): Json {
  if (exceedsPayload(data)) {
    throw dataTooLarge();
  }
  return data;
}
