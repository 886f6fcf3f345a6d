import { z } from 'zod';

const textPart = z.strictObject({ type: z.literal('text'), text: z.string() });
const imagePart = z.strictObject({
  type: z.literal('image_url'),
  image_url: z.strictObject({ url: z.string().min(1), detail: z.enum(['auto', 'low', 'high']).optional() }),
});
const audioPart = z.strictObject({
  type: z.literal('input_audio'),
  input_audio: z.strictObject({ data: z.string().min(1), format: z.enum(['wav', 'mp3']) }),
});
const filePart = z.strictObject({
  type: z.literal('file'),
  file: z.strictObject({ file_data: z.string().optional(), file_id: z.string().optional(), filename: z.string().optional() }),
});
const refusalPart = z.strictObject({ type: z.literal('refusal'), refusal: z.string() });

const text = z.union([z.string(), z.array(textPart).min(1)]);
const name = z.string().min(1).max(64).optional();

const toolCall = z.strictObject({
  id: z.string().min(1),
  type: z.literal('function'),
  function: z.strictObject({ name: z.string().min(1), arguments: z.string() }),
});

/** One message of a conversation, in the shape of OpenAI's chat completions API. */
export const chatMessage = z
  .discriminatedUnion('role', [
    z.strictObject({ role: z.literal('system'), content: text, name }),
    z.strictObject({ role: z.literal('developer'), content: text, name }),
    z.strictObject({
      role: z.literal('user'),
      content: z.union([z.string(), z.array(z.discriminatedUnion('type', [textPart, imagePart, audioPart, filePart])).min(1)]),
      name,
    }),
    z.strictObject({
      role: z.literal('assistant'),
      content: z.union([z.string(), z.array(z.discriminatedUnion('type', [textPart, refusalPart])).min(1), z.null()]).optional(),
      name,
      refusal: z.string().nullable().optional(),
      tool_calls: z.array(toolCall).min(1).optional(),
    }),
    z.strictObject({ role: z.literal('tool'), content: text, tool_call_id: z.string().min(1) }),
  ])
  .meta({ id: 'ChatMessage', description: "One message of a conversation, in the shape of OpenAI's chat completions." });

export type ChatMessage = z.infer<typeof chatMessage>;
