import { Rows } from '../../src/console/rows';

test('more connections than are remembered when they have ended are remembered while they are open', () => {
  let revision = 0;
  const rows = new Rows(() => ++revision, () => undefined);
  for (let index = 0; index < 2005; index++) {
    const connectionId = `connection-${index}`;
    rows.settled(rows.handshake({ connectionId, stage: '/prod', query: {}, headers: {} }));
    rows.log({ type: 'ConnectionOpened', connectionId, url: '/prod' });
  }
  expect(rows.connection('connection-0')).toMatchObject({ isOpen: true });
  expect(rows.connection('connection-2004')).toMatchObject({ number: 2005, isOpen: true });

  rows.log({ type: 'ConnectionClosed', connectionId: 'connection-0', code: 1000, reason: '' });
  rows.handshake({ connectionId: 'another', stage: '/prod', query: {}, headers: {} });
  expect(rows.connection('connection-0')).toBeUndefined();
});
