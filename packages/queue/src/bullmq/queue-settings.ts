/** Every job of ours has this name; the dashboard shows it in place of anything a caller wrote. */
export const jobName = 'task';

/** How many entries a queue's event stream keeps, about; BullMQ's own default of 10,000 is memory nobody reads. */
export const eventsKept = 1000;
