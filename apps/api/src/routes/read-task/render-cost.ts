import { type CostView, usdText } from '@millrace/contracts';
import type { TaskCost } from '@millrace/store';

/** Cost as the owner of a task sees it. */
export const renderCost = ({ nano, estimated, partial }: TaskCost): CostView => ({
  usd: usdText(nano),
  ...(estimated && { estimated }),
  ...(partial && { partial }),
});
