import type { RouteConsumer } from '@millrace/queue';
import { createRoomGate, type Hand, type RoomGateOptions } from './room-gate.js';

export interface RoomGates {
  take(route: string): Hand;
  /** Names the consumer of a route; its gate has it take jobs one by one while the route has no room. */
  guard(consumer: Pick<RouteConsumer, 'route' | 'limit'>): void;
}

/** A gate for each route. */
export const createRoomGates = ({ pause }: Pick<RoomGateOptions, 'pause'>): RoomGates => {
  const consumers = new Map<string, Pick<RouteConsumer, 'limit'>>();
  const gates = new Map<string, ReturnType<typeof createRoomGate>>();
  return {
    take: (route) => {
      const gate = gates.get(route) ?? createRoomGate({ pause, limit: (most) => consumers.get(route)?.limit(most) });
      gates.set(route, gate);
      return gate.take();
    },
    guard: (consumer) => void consumers.set(consumer.route, consumer),
  };
};
