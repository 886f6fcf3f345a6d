/** Whether a URL answers with success. */
export const isAnswering = async (url: string): Promise<boolean> => {
  try {
    const reply = await fetch(url);
    await reply.arrayBuffer();
    return reply.ok;
  } catch {
    return false;
  }
};
