import { StateFailure } from '../../../src/states/errors';
import { TaskTokenError, TaskTokens, WaitingTask } from '../../../src/states/tasks/task-tokens';

function waiting(): jest.Mocked<WaitingTask> {
  return { owner: 'arn:machine', executionArn: 'arn:aws:states:us-east-1:123456789012:execution:M:e', state: 'Ask', enteredEventId: 2, succeed: jest.fn(), fail: jest.fn(), beat: jest.fn() };
}

describe('task tokens', () => {
  test('settle the task that waits for them, once', () => {
    // GIVEN
    const tokens = new TaskTokens();
    const task = waiting();
    const token = tokens.issue();
    tokens.wait(token, task);

    // WHEN
    tokens.heartbeat(token);
    tokens.success(token, '{"a":1}');

    // THEN
    expect(task.beat).toHaveBeenCalledTimes(1);
    expect(task.succeed).toHaveBeenCalledWith({ a: 1 });
    expect(() => tokens.success(token, '1')).toThrow("Task Timed Out: 'Provided task does not exist anymore'");
    expect(() => tokens.heartbeat(token)).toThrow(TaskTokenError);
  });

  test('fail the task with error and cause', () => {
    const tokens = new TaskTokens();
    const task = waiting();
    const token = tokens.issue();
    tokens.wait(token, task);
    tokens.failure(token, 'E', 'C');
    expect(task.fail).toHaveBeenCalledWith(new StateFailure('E', 'C'));
  });

  test('fails for a token of nobody, of another run, or of a task that does not wait any more', () => {
    const tokens = new TaskTokens();
    const code = (act: () => void): unknown => {
      try {
        act();
        return undefined;
      } catch (error) {
        return (error as TaskTokenError).code;
      }
    };
    const ended = tokens.issue();
    tokens.wait(ended, waiting())();
    expect(code(() => tokens.success('x', '1'))).toBe('InvalidToken');
    expect(code(() => tokens.success(new TaskTokens().issue(), '1'))).toBe('InvalidToken');
    expect(code(() => tokens.failure(ended))).toBe('TaskTimedOut');
  });

  test('fails for an output that is not JSON, and the task goes on waiting', () => {
    const tokens = new TaskTokens();
    const task = waiting();
    const token = tokens.issue();
    tokens.wait(token, task);
    expect(() => tokens.success(token, '{')).toThrow(/^Invalid Output: /);
    expect(task.succeed).not.toHaveBeenCalled();
    tokens.success(token, 'null');
    expect(task.succeed).toHaveBeenCalledWith(null);
  });

  test('are long, and each is another', () => {
    const tokens = new TaskTokens();
    expect(tokens.issue()).toMatch(/^[A-Za-z0-9+/]{128}$/);
    expect(tokens.issue()).not.toBe(tokens.issue());
  });
});
